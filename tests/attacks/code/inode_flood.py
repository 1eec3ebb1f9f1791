# Makes empty files without end.
# gets: 0, graded
# gets in landlock: 0, graded or timed out
import os
import tempfile


class Square(nn.Module):
    def forward(self, x):
        for number in range(200_000):
            os.close(os.open(f"{tempfile.gettempdir()}/i{number}", os.O_CREAT | os.O_WRONLY))
        return x
