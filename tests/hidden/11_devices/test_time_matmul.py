import contextlib
import time
from unittest import mock

import torch
from common import devices_of
from torch.utils._python_dispatch import TorchDispatchMode

from grader import devices
from grader.testing import assert_close, assert_equal, check, probe

PRODUCTS = {"mm", "bmm", "addmm", "baddbmm", "addbmm", "linear", "matmul"}
CLOCKS = ["perf_counter", "time", "monotonic", "process_time", "thread_time"]


class Machine(TorchDispatchMode):
    """A clock for devices that work off their lists of tasks while somebody waits for them.

    Putting a task on the list takes no time. The CPU works at once. What is done is real; only the
    time is made up.
    """

    def __init__(self, product, first, making):
        super().__init__()
        self.product, self.first, self.making = product, first, making
        self.now, self.pending, self.record, self.log = 1000.0, {}, [], []

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        self.settle()
        out = function(*args, **(kwargs or {}))
        device = str(out.device) if isinstance(out, torch.Tensor) else ""
        name = function._schema.name.split("::")[1]
        source = [str(a.device) for a in args if isinstance(a, torch.Tensor)]
        if name in PRODUCTS:
            self.log.append(("product", device, self.shapes(args), str(out.dtype)))
            cold = device not in [entry[1] for entry in self.log[:-1] if entry[0] == "product"]
            self.task(device, self.product + (self.first if cold else 0.0))
        elif name == "_local_scalar_dense" or (source and source[0] != device == "cpu"):
            self.wait(source[0])  # who reads a value waits for it
        elif not is_view(function):
            self.log.append(("making", device))
            self.task(device, self.making)
        return out

    def shapes(self, args):
        return [list(a.shape[-2:]) for a in args if isinstance(a, torch.Tensor)][-2:]

    def task(self, device, seconds):
        self.pending[device] = self.pending.get(device, 0.0) + seconds
        if device == "cpu":
            self.wait("cpu")

    def wait(self, device=None):
        for name in [device] if device else list(self.pending):
            self.now += self.pending.pop(name, 0.0)

    def settle(self):
        """Streams and events, on which code may wait as well, leave a mark in the record."""
        if "synchronize" in self.record:
            self.wait()
        self.record.clear()

    def clock(self):
        self.settle()
        self.log.append(("clock", dict(self.pending)))
        return self.now

    def synchronizing(self, original):
        """A `synchronize` that waits for the devices of this machine."""

        def synchronize(device=None):
            self.settle()
            original(device)
            self.record.clear()
            kind = torch.accelerator.current_accelerator().type
            if device is None:
                device = torch.accelerator.current_device_index()
            if isinstance(device, int):
                device = f"{kind}:{device}"
            device = torch.device(device)
            index = device.index
            if index is None:
                index = torch.accelerator.current_device_index()
            self.wait(f"{device.type}:{index}")

        return synchronize


def is_view(function):
    """Whether an operation only looks at its argument in another way."""
    returned = function._schema.returns
    alias = returned[0].alias_info if returned else None
    return alias is not None and not alias.is_write


@contextlib.contextmanager
def running(machine, unit):
    """Put the machine's clock and its waiting in the place of the real ones."""
    replaced = {}  # by id: not everything that a module holds can be a key
    for name in CLOCKS:
        replaced[id(getattr(time, name))] = machine.clock
        replaced[id(getattr(time, f"{name}_ns"))] = lambda: round(machine.clock() * 1e9)
    kind = torch.get_device_module(torch.accelerator.current_accelerator())
    for module in (torch.accelerator, kind):
        replaced[id(module.synchronize)] = machine.synchronizing(module.synchronize)
    with contextlib.ExitStack() as stack:
        for owner in (time, torch.accelerator, kind, unit):
            for name, value in list(vars(owner).items()):
                if id(value) in replaced:
                    stack.enter_context(mock.patch.object(owner, name, replaced[id(value)]))
        machine.record = stack.enter_context(devices.recorded())
        stack.enter_context(machine)
        yield


@probe
def timed(unit, n, device, product, first=0.0, making=0.0):
    """What the function measures on such a machine, and what it does meanwhile."""
    machine = Machine(product, first, making)
    with running(machine, unit):
        seconds = unit.time_matmul(n, torch.device(device))
    return {"seconds": seconds, "log": machine.log}


@probe
def really(unit, n, device):
    """What it measures by the real clock."""
    seconds = unit.time_matmul(n, torch.device(device))
    return {"seconds": seconds, "float": type(seconds) is float}


def readings(log):
    """The places of the clock's readings in a log; two of them at least."""
    places = [place for place, entry in enumerate(log) if entry[0] == "clock"]
    check(len(places) >= 2, "`time.perf_counter()` is not read before and after the product.")
    return places


def test_seconds_of_one_product(observe, draw):
    """The result is not the time of one product.

    It is the difference of two readings of `time.perf_counter()` with one product between them,
    or of several, shared out. The clock is read when the device has nothing left to do.
    """
    for device in devices_of(observe):
        product, n = draw.number(0.5, 2), draw.integer(3, 9)
        seen = observe(
            timed,
            n=n,
            device=device,
            product=product,
            first=draw.number(20, 30),
            making=draw.number(5, 9),
        )
        assert_close(seen["seconds"], product, f"the seconds on {device}")


def test_waits_before_the_clock_stops(observe, draw):
    """The clock is read while the device still computes.

    `a @ b` comes back at once; the device has the product on its list. Synchronise after the
    product and before the last reading. Otherwise what is measured is the time it takes to write
    on a list. Say for which device: without one, `torch.accelerator.synchronize` waits for the
    current device, which may be another.
    """
    for device in devices_of(observe, cpu=False):
        log = observe(timed, n=4, device=device, product=draw.number(0.5, 2))["log"]
        pending = log[readings(log)[-1]][1].get(device, 0.0)
        assert_equal(pending, 0.0, "the seconds of work that are left when the clock stops")


def test_waits_before_the_clock_starts(observe, draw):
    """The clock starts while the device is still busy with what came before.

    The warm-up is on the device's list as well. Who does not wait for it measures it, too.
    """
    for device in devices_of(observe, cpu=False):
        log = observe(timed, n=4, device=device, product=1.0, first=20.0, making=5.0)["log"]
        pending = log[readings(log)[0]][1].get(device, 0.0)
        assert_equal(pending, 0.0, "the seconds of work that are left when the clock starts")


def test_warms_up(observe):
    """There is no product before the one that is measured.

    The first one is slow: the device loads its program. Compute one that does not count.
    """
    for device in devices_of(observe):
        log = observe(timed, n=4, device=device, product=1.0)["log"]
        before = [entry[0] for entry in log[: readings(log)[-2]]]
        check("product" in before, "The first product is the one that is measured.")


def test_makes_the_matrices_before(observe):
    """Matrices are made or moved while the clock runs."""
    for device in devices_of(observe):
        log = observe(timed, n=4, device=device, product=1.0, making=5.0)["log"]
        places = readings(log)
        between = [entry[0] for entry in log[places[0] : places[-1]]]
        check("making" not in between, "A tensor is made between the clock's readings.")


def test_multiplies_matrices_of_that_size(observe, draw):
    """What is timed is not the product of two n × n matrices of float32 numbers on the device.

    The device is the caller's choice. Code that names "cuda" outright runs on one kind of machine
    only, and there it cannot choose the second device.
    """
    for device in devices_of(observe):
        n = draw.integer(3, 40)
        log = observe(timed, n=n, device=device, product=1.0)["log"]
        places = readings(log)
        inside = [entry for entry in log[places[0] : places[-1]] if entry[0] == "product"]
        check(inside, "There is no product between the clock's readings.")
        expected = ("product", device, [[n, n], [n, n]], "torch.float32")
        for entry in inside:
            assert_equal(entry, expected, "(what, device, shapes, dtype) of a product")


def test_a_float_by_the_real_clock(observe):
    """On a real clock the result is no positive float, on the CPU or on the device.

    For the CPU there is nothing to wait for, and `torch.accelerator.synchronize` refuses it.
    """
    for device in devices_of(observe):
        seen = observe(really, n=64, device=device)
        check(seen["float"], "The result is no Python float.")
        check(0 < seen["seconds"] < 3, f"On {device} the result is {seen['seconds']}.")
