# Opens files without closing them.
# gets: 0, graded
# says: Too many open files
import os


class Square(nn.Module):
    def forward(self, x):
        for _ in range(100_000):
            os.open("/dev/null", os.O_RDONLY)
        return x
