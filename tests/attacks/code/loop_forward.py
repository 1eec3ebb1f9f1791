# Never ends when it is asked.
# gets: 0, timed out
class Square(nn.Module):
    def forward(self, x):
        while True:
            pass
