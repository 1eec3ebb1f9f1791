# Names for the places, by an OrderedDict; the second place taken from the first.
from collections import OrderedDict


def tied_mlp():
    layers = OrderedDict(
        inp=nn.Linear(4, 8), r1=nn.ReLU(), first=nn.Linear(8, 8), r2=nn.ReLU(inplace=True)
    )
    layers["second"] = layers["first"]
    layers["r3"] = nn.ReLU()
    layers["out"] = nn.Linear(8, 1)
    return nn.Sequential(layers)
