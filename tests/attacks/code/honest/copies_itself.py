# Pickles and copies its own class, and reads its own source.
import copy
import inspect
import io
import pickle

import torch


class Square(nn.Module):
    def forward(self, x):
        twin = pickle.loads(pickle.dumps(copy.deepcopy(self)))
        assert type(twin) is Square
        assert "def forward" in inspect.getsource(Square)
        file = io.BytesIO()
        torch.save(self.state_dict(), file)
        return x * x
