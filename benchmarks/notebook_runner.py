"""What running a notebook costs: a kernel behind a provisioner, or a shell in the same process.

    python -m benchmarks.notebook_runner [ROUNDS]

Both are forked from a warm process, without a sandbox, which would cost each the same. A kernel as
Jupyter starts it, which imports PyTorch anew, is there to compare with.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from grader.sandbox import Limits, Sandboxed, Tier, Zygote, spawn

PRELOAD = (
    "torch",
    "torch._dynamo",
    "numpy",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "IPython.core.interactiveshell",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "grader.grading.learner_process",
    "grader.grading.notebook",
)
ROUNDS = 15
LIMITS = Limits(wall=120)

CELLS = (
    "import torch\ntorch.ones(3).sum()",
    "def double(x):\n    return 2 * x",
    "print(double(torch.ones(2)))",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()",
    "double('a') + 1",
    "double(torch.ones(2)).tolist()",
)

Times = tuple[float, float]
"""seconds until the first cell has run, and until the last has"""


# ------------------------------------------------------------------------- a shell in the process


def shell(channel: Any, argument: bytes) -> None:
    """In the forked process: run the cells, answer with what each showed."""
    import types

    from grader.grading.learner_process import run_cells
    from grader.grading.notebook import Notebook

    notebook = Notebook(types.ModuleType("unit"), 1 << 16)
    for number, cell in enumerate(json.loads(argument)):
        shown = run_cells(notebook, [(f"cell {number}", cell)], 60)
        channel.send(json.dumps(shown).encode())


def run_in_shell(zygote: Zygote) -> Times:
    started = time.perf_counter()
    with spawn(zygote.address, {}, LIMITS, json.dumps(CELLS).encode()) as box:
        outputs = [box.channel.receive(60)]
        first = time.perf_counter() - started
        outputs += [box.channel.receive(60) for _ in CELLS[1:]]
        whole = time.perf_counter() - started
        _check("".join(output.decode() for output in outputs))
        box.close()
    return first, whole


# ------------------------------------------------------------------ a kernel behind a provisioner


def kernel(channel: Any, argument: bytes) -> None:
    """In the forked process: become a kernel."""
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize(["-f", argument.decode(), "--HistoryManager.enabled=False"])
    app.start()


def register(zygote: Zygote) -> None:
    """Let Jupyter find a provisioner that has the warm process fork its kernels."""
    from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

    class Warm(LocalProvisioner):
        box: Sandboxed | None = None

        async def launch_kernel(self, cmd: list[str], **options: Any) -> dict[str, Any]:
            self.box = spawn(zygote.address, {}, LIMITS, cmd[-1].encode())
            return self.connection_info

        @property
        def has_process(self) -> bool:
            return self.box is not None

        async def poll(self) -> int | None:
            return None if self.box else 0

        async def wait(self) -> int | None:
            return 0

        async def kill(self, restart: bool = False) -> None:
            if self.box:
                self.box.close()
                self.box = None

        terminate = kill

    class Entry:
        name = "warm"

        @staticmethod
        def load() -> type[LocalProvisioner]:
            return Warm

    KernelProvisionerFactory.instance().provisioners["warm"] = Entry


def run_in_kernel(provisioner: str) -> Times:
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import KernelManager

    started = time.perf_counter()
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        language="python",
        metadata={"kernel_provisioner": {"provisioner_name": provisioner}},
    )
    shown: list[Any] = []
    manager.start_kernel()
    client = manager.blocking_client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=120)
        run = partial(client.execute_interactive, output_hook=shown.append, timeout=120)
        run(CELLS[0])
        first = time.perf_counter() - started
        for cell in CELLS[1:]:
            run(cell)
        whole = time.perf_counter() - started
        _check(json.dumps(shown, default=str))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return first, whole


# --------------------------------------------------------------------------------------- measure


def _check(outputs: str) -> None:
    """Both have to have shown the same: a sum, a print, a picture, an error, a list."""
    for part in ("tensor(3.)", "tensor([2., 2.])", "image/png", "TypeError", "[2.0, 2.0]"):
        assert part in outputs, f"{part} was not shown"


@contextlib.contextmanager
def zygote(entry: str) -> Iterator[Zygote]:
    with Zygote(PRELOAD, f"benchmarks.notebook_runner:{entry}", Tier.UNSAFE) as warm:
        yield warm


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    sys.path.insert(0, str(Path(__file__).parents[1]))
    os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
    importlib.import_module("jupyter_client.manager")
    with zygote("shell") as shells, zygote("kernel") as kernels:
        register(kernels)
        subjects: dict[str, Callable[[], Times]] = {
            "cold kernel": partial(run_in_kernel, "local-provisioner"),
            "warm kernel": partial(run_in_kernel, "warm"),
            "shell in process": partial(run_in_shell, shells),
        }
        times: dict[str, list[Times]] = {name: [] for name in subjects}
        for turn in range(rounds + 1):
            for name, subject in subjects.items():
                measured = subject()
                if turn:  # the first ones find cold caches
                    times[name].append(measured)
    print(f"seconds, median of {rounds}   first cell  {len(CELLS)} cells  over the shell")
    shell_whole = statistics.median(whole for _, whole in times["shell in process"])
    for name, kept in times.items():
        first, whole = (statistics.median(column) for column in zip(*kept, strict=True))
        print(f"{name:>20}{first:15.2f}{whole:9.2f}{whole / shell_whole:14.1f} x")


if __name__ == "__main__":
    main()
