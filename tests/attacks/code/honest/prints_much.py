# Prints a megabyte, progress bars and emoji among it.
# prints: more than the limit
import sys

for step in range(2000):
    sys.stdout.write(f"\rstep {step} ▓▓▓▒▒░ 🔥 loss {1 / (step + 1):.4f}")


class Square(nn.Module):
    def forward(self, x):
        for line in range(10_000):
            print(line, "x" * 100)
        return x * x
