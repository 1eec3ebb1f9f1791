# Prints sequences that would clear the terminal and rename its window.
# gets: 0, graded
# says: owned
print("\x1b[2J\x1b]0;owned\x07\x9b31m\u202eedoc")


class Square(nn.Module):
    def forward(self, x):
        raise ValueError("\x1b[2J\x1b[31mowned")
