# Aborts the process in the middle of a question.
# gets: 0, crashed
# says: SIGABRT
import os


class Square(nn.Module):
    def forward(self, x):
        os.abort()
