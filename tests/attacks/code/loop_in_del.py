# Never ends when its result is thrown away.
# gets: 0, graded
class Heavy:
    def __del__(self):
        while True:
            pass


class Square(nn.Module):
    def forward(self, x):
        self.heavy = Heavy()
        del self.heavy
        return x
