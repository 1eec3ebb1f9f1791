# Ends with what a script ends with, and registers a function for the end.
import atexit
import sys


class Square(nn.Module):
    def forward(self, x):
        return x * x


def main():
    print(Square()(3))
    sys.exit(0)


atexit.register(print, "bye")
if __name__ == "__main__":
    main()
