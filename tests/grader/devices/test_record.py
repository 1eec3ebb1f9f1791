"""The record of what code asked of the devices, as a test of timing uses it."""


def timed(warm, wait):
    """A timing of a product, with or without what makes it true."""
    import time

    import torch

    from grader.devices import recorded

    x = torch.ones(4, 4, device="sim")
    with recorded() as events:

        def clock():
            events.append("clock")
            return time.perf_counter()

        if warm:
            x @ x
            torch.accelerator.synchronize()
        start = clock()
        x @ x
        if wait == "accelerator":
            torch.accelerator.synchronize("sim:0")
        elif wait == "module":
            torch.sim.synchronize()
        elif wait == "event":
            event = torch.Event("sim")
            event.record()
            event.synchronize()
        assert clock() >= start
    x @ x
    return events


def read_back():
    import torch

    from grader.devices import recorded

    x = torch.ones(2, device="sim")
    with recorded() as events:
        x.sum().item()
        x.cpu()
    return events


def test_operations_waits_and_the_tests_own_marks_are_in_order(simulated):
    for wait in ("accelerator", "module", "event"):
        assert simulated(timed, True, wait) == [
            "aten::mm",
            "synchronize",
            "clock",
            "aten::mm",
            "synchronize",
            "clock",
        ]
    assert simulated(timed, False, "not at all") == ["clock", "aten::mm", "clock"]


def test_values_read_back_show(simulated):
    assert simulated(read_back) == ["aten::sum", "aten::_local_scalar_dense", "aten::copy_"]
