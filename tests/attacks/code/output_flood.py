# Prints a gigabyte.
# gets: 0, graded
# prints: more than the limit
import os

line = b"A" * 65536
for _ in range(2000):
    os.write(1, line)
    os.write(2, line)


class Square(nn.Module):
    def forward(self, x):
        return x
