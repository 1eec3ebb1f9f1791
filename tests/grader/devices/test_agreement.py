"""The agreement suite: every snippet by name, on the CPU and on the simulator."""

import pytest

from grader.devices.agreement import snippets
from grader.devices.agreement.outcomes import Outcome, agree, kind_of
from grader.devices.agreement.report import reference_errors, results_of, rows, summary, table
from grader.devices.agreement.run import Results
from grader.devices.agreement.snippet import SNIPPETS, Snippet

assert snippets.__all__


def results_in(place):
    from grader.devices.agreement.run import run_in

    return run_in(place).to_json()


@pytest.fixture(scope="module")
def cpu(warm):
    return Results.from_json(warm(results_in, "cpu"))


@pytest.fixture(scope="module")
def simulator(warm):
    return Results.from_json(warm(results_in, "simulator"))


def test_there_are_enough_of_them():
    assert len(SNIPPETS) >= 100
    assert sum(snippet.expected is not None for snippet in SNIPPETS.values()) >= 40
    assert all(snippet.doc for snippet in SNIPPETS.values())


@pytest.mark.parametrize("name", SNIPPETS)
def test_on_the_cpu(cpu, name):
    only = Results("cpu", "CPU", cpu.torch, {name: cpu.outcomes[name]})
    assert reference_errors(only, SNIPPETS) == []


@pytest.mark.parametrize("name", SNIPPETS)
def test_on_the_simulator(cpu, simulator, name):
    (row,) = rows(cpu, simulator, {name: SNIPPETS[name]})
    assert row.agrees, f"expected {row.expected}, found {row.found}"


def test_on_a_gpu_where_there_is_one(cpu):
    gpu = results_of("gpu")  # in the way of the command, a new process
    if not gpu.device:
        pytest.skip("no accelerator here: nothing was compared")
    differ = [row for row in rows(cpu, gpu, SNIPPETS) if row.agrees is False]
    assert [
        f"{row.snippet.name}: expected {row.expected}, found {row.found}" for row in differ
    ] == []


# ------------------------------------------------------------------------------ the comparison


def value(detail):
    return Outcome("value", detail)


def error(kind):
    return Outcome("error", kind, f"RuntimeError: words of {kind}")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (value([1.0, "a", True]), value([1.0 + 1e-6, "a", True]), True),
        (value([1.0]), value([1.01]), False),
        (value(float("nan")), value(float("nan")), True),
        (value(1), value(1.0), False),
        (value(True), value(1), False),
        (value({"a": [1]}), value({"a": [1]}), True),
        (value({"a": 1}), value({"b": 1}), False),
        (value([1]), value([1, 2]), False),
        (value(None), error("mixed devices"), False),
        (error("mixed devices"), Outcome("error", "mixed devices", "other words"), True),
        (error("mixed devices"), error("not for numpy"), False),
    ],
)
def test_two_outcomes_agree_by_value_or_by_kind_of_error(first, second, same):
    assert agree(first, second) is agree(second, first) is same


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        # As CUDA builds of several versions say it.
        (
            "Expected all tensors to be on the same device, but found at least two devices, "
            "cuda:0 and cpu! (when checking argument for argument mat1 in method "
            "wrapper_CUDA_addmm)",
            "mixed devices",
        ),
        (
            "Expected all tensors to be on the same device, but got mat2 is on cpu, different from "
            "other tensors on cuda:0 (when checking argument in method wrapper_CUDA_mm)",
            "mixed devices",
        ),
        (
            "Input type (torch.FloatTensor) and weight type (torch.cuda.FloatTensor) should be the "
            "same or input should be a MKLDNN tensor and weight is a dense tensor",
            "mixed devices",
        ),
        (
            "Input and hidden tensors are not at the same device, found input tensor at cuda:0 and "
            "hidden tensor at cpu",
            "mixed devices",
        ),
        (
            "indices should be either on cpu or on the same device as the indexed tensor (cpu)",
            "index elsewhere",
        ),
        (
            "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor "
            "to host memory first.",
            "not for numpy",
        ),
        ("CUDA error: invalid device ordinal", "no such device"),
        (
            "cannot pin 'torch.cuda.FloatTensor' only dense CPU tensors can be pinned",
            "cannot pin",
        ),
        (
            "Expected a 'cuda' device type for generator but found 'cpu'",
            "generator elsewhere",
        ),
        ("something else", "RuntimeError"),
    ],
)
def test_the_kind_of_an_error_is_told_by_its_words(message, kind):
    assert kind_of(RuntimeError(message)) == kind


def test_a_report_counts_and_names_each_disagreement():
    pair = {name: Snippet(name, lambda device: None, 1, None, False, 1e-3, 1e-4) for name in "ab"}
    pair["c"] = Snippet("c", lambda *devices: None, 2, None, False, 1e-3, 1e-4)
    nothing = Outcome("not run", "takes 2 devices")
    cpu = Results("cpu", "CPU", "9.9", {"a": value(1.0), "b": value(2.0), "c": nothing})
    gpu = Results("gpu", "A GPU", "9.9", {"a": value(1.0), "b": value(3.0), "c": nothing})
    compared = rows(cpu, gpu, pair)
    assert [row.agrees for row in compared] == [True, False, None]
    assert summary(cpu, gpu, compared) == [
        "gpu: A GPU, torch 9.9: 1 of 2 agree",
        "  1 not run, for want of a second device",
        "  b:",
        "    expected value: 2.0",
        "    found    value: 3.0",
    ]
    assert [line.split()[:2] for line in table([compared])[1:]] == [
        ["a", "agrees"],
        ["b", "DIFFERS"],
        ["c", "-"],
    ]


def test_a_report_claims_nothing_where_nothing_was_run():
    nobody = Results("gpu", "", "9.9", {})
    cpu = Results("cpu", "CPU", "9.9", {})
    assert summary(cpu, nobody, []) == ["gpu: none on this machine, nothing was compared"]
    assert Results.from_json(nobody.to_json()) == nobody
