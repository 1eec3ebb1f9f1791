# Ends the process with success in the middle of a question.
# gets: 0, crashed
import os


class Square(nn.Module):
    def forward(self, x):
        os._exit(0)
