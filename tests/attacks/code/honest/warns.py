# Warns on standard error, at import and in every call.
import sys
import warnings

warnings.simplefilter("always")
warnings.warn("old style", DeprecationWarning)


class Square(nn.Module):
    def forward(self, x):
        warnings.warn("squaring")
        print("Error: not really", file=sys.stderr)
        return x * x
