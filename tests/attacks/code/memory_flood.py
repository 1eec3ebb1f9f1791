# Asks for memory without end.
# gets: 0, out of memory or timed out
class Square(nn.Module):
    def forward(self, x):
        kept = []
        while True:
            kept.append(bytearray(64 << 20))
