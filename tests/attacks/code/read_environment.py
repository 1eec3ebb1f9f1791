# Prints the environment.
# gets: 0, graded
import os

print(dict(os.environ))


class Square(nn.Module):
    def forward(self, x):
        return x
