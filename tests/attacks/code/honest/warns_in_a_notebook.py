# Warns on standard error in a notebook.
# in: notebook
# prints: not really
import sys
import warnings


def double(x):
    warnings.warn("doubling")
    print("Traceback (most recent call last): not really", file=sys.stderr)
    return 2 * x


double(torch.ones(2))
