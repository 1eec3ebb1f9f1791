from common import devices_of, place
from torch import nn

from grader import devices
from grader.testing import assert_close, assert_equal, check, probe


class Inner(nn.Module):
    """A network that calls one of its parts `module`, as a wrapped one does."""

    def __init__(self):
        super().__init__()
        self.module = nn.Linear(3, 2)
        self.after = nn.Tanh()

    def forward(self, x):
        return self.after(self.module(x))


class Noting(nn.Module):
    """A linear layer that notes how many rows it gets, and where."""

    def __init__(self, state, seen):
        super().__init__()
        self.layer, self.seen = nn.Linear(3, 2), seen
        self.layer.load_state_dict(state)

    def forward(self, x):
        self.seen.append((place(x), len(x)))
        return self.layer(x)


def with_module():
    """A network with a part of its own that is called `module`."""
    return Inner()


@probe
def wrapped(unit, counts):
    """What becomes of a network where there are so many devices."""
    found = []
    for count in counts:
        net = nn.Linear(2, 1)
        with devices.patched_count(count):
            result = unit.parallel(net)
            back = unit.unwrap(result)
        is_parallel = isinstance(result, nn.DataParallel)
        found.append(
            {
                "parallel": is_parallel,
                "itself": result is net,
                "inside": is_parallel and result.module is net,
                "devices": len(result.device_ids) if is_parallel else 0,
                "back": back is net,
                "names": list(back.state_dict()),
            }
        )
    return found


@probe
def unwrapped(unit, state):
    """Whether unwrap gives the very network, of networks of all kinds."""
    plain, own = nn.Linear(2, 1), with_module()
    own.load_state_dict(state)
    with devices.patched_count(1):
        around = nn.DataParallel(own)
    return {
        "plain": unit.unwrap(plain) is plain,
        "own": unit.unwrap(own) is own,
        "around": unit.unwrap(around) is own,
        "state": dict(unit.unwrap(around).state_dict()),
    }


@probe
def run(unit, state, x, names):
    """A forward pass on as many devices as there are, and the gradients after a backward pass."""
    seen = []
    net = Noting(state, seen).to(names[0])
    with devices.patched_count(len(names)):
        result = unit.parallel(net)
        y = result(x.to(names[0]))
        y.square().sum().backward()
        inside = unit.unwrap(result)
    return {
        "y": y,
        "place": place(y),
        "pieces": sorted(seen),
        "gradients": {name: p.grad for name, p in inside.layer.named_parameters()},
    }


def test_itself_with_one_device_or_none(observe):
    """With one device, or none, the result is not the network itself.

    There is nothing to share out. Wrapping costs time and changes every name in the `state_dict`.
    """
    for count, seen in zip((0, 1), observe(wrapped, counts=[0, 1]), strict=True):
        check(not seen["parallel"], f"With {count} devices the network is wrapped.")
        check(seen["itself"], f"With {count} devices the result is another object.")


def test_wrapped_with_two_or_more(observe, draw):
    """With two devices or more the result is not an `nn.DataParallel` around the network.

    Ask for the number of devices. Whether there is one at all is another question.
    """
    counts = [2, draw.integer(3, 6)]
    for count, seen in zip(counts, observe(wrapped, counts=counts), strict=True):
        check(seen["parallel"], f"With {count} devices the network is not wrapped.")
        check(seen["inside"], f"With {count} devices another network is wrapped, a copy perhaps.")


def test_over_all_devices(observe, draw):
    """Not all devices are used.

    `nn.DataParallel` takes all of them, unless `device_ids` names fewer.
    """
    counts = [2, draw.integer(3, 6)]
    seen = observe(wrapped, counts=counts)
    assert_equal([one["devices"] for one in seen], counts, "the list of numbers of devices used")


def test_shares_out_the_batch(observe, draw):
    """The batch is not shared out over the devices, or the output is not that of the network."""
    names = devices_of(observe, cpu=False)
    chain = draw.linear_chain(3, 2)
    state, x = dict(zip(["weight", "bias"], chain, strict=True)), draw.normal(6, 3)
    seen = observe(run, state=state, x=x, names=names)
    expected = x @ state["weight"].T + state["bias"]
    assert_close(seen["y"], expected, "the output")
    assert_equal(seen["place"], names[0], "the device of the output")
    pieces = [(name, 6 // len(names)) for name in names]
    assert_equal(seen["pieces"], pieces, "the list of (device, rows)")
    gradients = {"weight": 2 * expected.T @ x, "bias": 2 * expected.sum(0)}
    assert_close(seen["gradients"], gradients, "the gradient")


def test_unwrap_gives_the_network_back(observe, draw):
    """`unwrap(parallel(net))` is not `net`, the very object.

    A copy would be saved as it was when it was made, and never learn.
    """
    counts = [0, 1, 2, draw.integer(3, 6)]
    for count, seen in zip(counts, observe(wrapped, counts=counts), strict=True):
        check(seen["back"], f"With {count} devices unwrap gives another object.")
        assert_equal(seen["names"], ["weight", "bias"], "the list of names")


def test_unwrap_takes_off_nothing_else(observe, draw):
    """`unwrap` takes a network apart that was not wrapped.

    A part that is called `module` is any part: ask for the class, `nn.DataParallel`, and not for
    the attribute.
    """
    state = draw.like({"module.weight": (2, 3), "module.bias": (2,)})
    seen = observe(unwrapped, state=state)
    check(seen["plain"], "unwrap(nn.Linear(2, 1)) is not the layer itself.")
    check(seen["own"], "unwrap(net) is not net, which has a part called `module`.")
    check(seen["around"], "unwrap(nn.DataParallel(net)) is not net.")
    assert_equal(seen["state"], state, "the state of what unwrap gives")
