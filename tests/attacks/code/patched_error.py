# Sends errors whose names and texts are huge, with control sequences in them.
# gets: 0, graded
class Weird(Exception):
    def __str__(self):
        return "\x1b]0;owned\x07\x1b[2J" + "A" * 10_000_000


class Square(nn.Module):
    def forward(self, x):
        raise Weird()
