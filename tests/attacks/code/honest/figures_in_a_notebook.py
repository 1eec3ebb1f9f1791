# Draws in a notebook, with magics and a program beside it.
# in: notebook
# prints: image/png
# prints: drawing
%matplotlib inline
import matplotlib.pyplot as plt

!echo drawing
listing = !echo one; echo two
assert listing == ["one", "two"]


def double(x):
    plt.plot(x.flatten().numpy())
    plt.show()
    return 2 * x


%timeit -n 1 -r 1 double(torch.ones(2))
double(torch.ones(2))
