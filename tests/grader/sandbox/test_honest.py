"""What honest PyTorch code does, works inside. The zygote of these tests is warm, as in grading."""

import pytest
from kernel import need

from grader.sandbox import Limits, Tier, privileges, roots

from .conftest import Outside, started

LIMITS = Limits(wall=60, cpu=30)
WARM = ("torch", "torch._dynamo", "torch.utils.data", "numpy", "IPython.core.interactiveshell")


@pytest.fixture(scope="module", params=[Tier.NAMESPACES, Tier.LANDLOCK], ids=lambda t: t.value)
def warm(request):
    tier = request.param
    need(tier)
    with started(tier, WARM) as zygote:
        yield Outside(zygote, tier)


TRAINING = """
    import torch
    from torch import nn
    net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
    x = torch.randn(64, 8)
    y = x.sum(1, keepdim=True)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    losses = []
    for _ in range(50):
        loss = nn.functional.mse_loss(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    say([losses[-1] < losses[0], torch.get_num_threads()])
"""

FILES = """
    import tempfile, torch, os, shutil
    with tempfile.TemporaryDirectory() as place:
        torch.save({"w": torch.ones(3)}, f"{place}/w.pt")
        shutil.copy(f"{place}/w.pt", "w.pt")
    say([torch.load("w.pt")["w"].tolist(), os.path.exists(place), os.path.expanduser("~") != "~"])
"""

THREADS = """
    import threading, concurrent.futures, queue
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        say(list(pool.map(lambda n: n * n, range(4))))
"""

FIGURE = """
    import matplotlib.pyplot as plt
    plt.plot([1, 2, 3]); plt.savefig("figure.png")
    import os
    say([os.path.getsize("figure.png") > 1000, plt.get_backend().lower()])
"""

SHELL = """
    import os, subprocess
    say([
        subprocess.check_output(["sh", "-c", "echo from a shell"], text=True),
        os.system("exit 3") >> 8,
    ])
"""

PYTHON = """
    import subprocess, sys
    say(subprocess.check_output([sys.executable, "-c", "print(6 * 7)"], text=True))
"""

# Another user cannot start a program that root keeps in its own closed home.
STARTS_PYTHON = [Tier.NAMESPACES]
if not privileges.needed_to_read(roots.readable(())):
    STARTS_PYTHON.append(Tier.LANDLOCK)

LOGGING = """
    import logging, sys, time, datetime, getpass, os, warnings
    logging.basicConfig(level="INFO", stream=sys.stdout, format="%(message)s")
    logging.info("logged")
    warnings.warn("warned")
    say([getpass.getuser(), os.cpu_count() >= 1, time.localtime().tm_year > 2000])
"""

GARBAGE = """
    import gc, time
    started = time.perf_counter()
    gc.collect()
    say(time.perf_counter() - started < 0.1)
"""


def test_training(warm):
    assert warm.ask(TRAINING, LIMITS) == [True, 1]


def test_random_numbers_differ_and_can_be_seeded(warm):
    draw = "import numpy, torch; say([torch.rand(1).item(), numpy.random.rand()])"
    assert warm.ask(draw, LIMITS) != warm.ask(draw, LIMITS)
    seeded = "import torch; torch.manual_seed(1); say(torch.rand(1).item())"
    assert warm.ask(seeded, LIMITS) == warm.ask(seeded, LIMITS)


def test_files(warm):
    assert warm.ask(FILES, LIMITS) == [[1.0, 1.0, 1.0], False, True]


def test_threads(warm):
    assert warm.ask(THREADS, LIMITS) == [0, 1, 4, 9]


def test_figures(warm):
    assert warm.ask(FIGURE, LIMITS) == [True, "agg"]


def test_a_shell(warm):
    assert warm.ask(SHELL, LIMITS) == ["from a shell\n", 3]


@pytest.mark.parametrize("warm", STARTS_PYTHON, indirect=True, ids=lambda t: t.value)
def test_another_python(warm):
    assert warm.ask(PYTHON, LIMITS) == "42\n"


def test_logging_warnings_and_the_machine(warm):
    outcome = warm.run(LOGGING, LIMITS)
    assert outcome.said == [["learner", True, True]]
    assert "logged\n" in outcome.exit.output
    assert "UserWarning: warned" in outcome.exit.output


def test_collecting_garbage_does_not_walk_through_the_warm_process(warm):
    assert warm.ask(GARBAGE, LIMITS)


def test_a_data_loader_with_workers(warm):
    code = """
        import torch
        from torch.utils.data import DataLoader, TensorDataset
        rows = TensorDataset(torch.arange(64.).reshape(64, 1))
        more = dict(num_workers=2, prefetch_factor=4, persistent_workers=True, timeout=20)
        loader = DataLoader(rows, batch_size=8, **more)
        total = sum(x.sum().item() for _ in range(2) for (x,) in loader)
        say([total, loader.num_workers])
    """
    assert warm.ask(code, LIMITS) == [2 * sum(range(64)), 2]


def test_running_out_of_memory_in_a_tensor_is_named(warm):
    ended = warm.run("import torch; torch.ones(1 << 40)", LIMITS).exit
    assert ended.reason == "out of memory"


def test_a_warm_process_does_not_eat_the_limit(warm):
    code = "import torch; say(torch.ones(180 << 20, dtype=torch.uint8).numel() >> 20)"
    assert warm.ask(code, Limits(wall=60, memory=256 << 20)) == 180
