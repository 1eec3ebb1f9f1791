# Never ends, and swallows every interrupt on the way.
# gets: 0, timed out
class Square(nn.Module):
    def forward(self, x):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
