"""The processor time of the learners' code and of the hidden tests, with nothing around them.

Each submission is loaded and tested in a fork of one warm process, by plain function calls: what is
left when sandbox, channel, judge, store and gradebook are taken away. What a grading takes beyond
that is its own.

    python -m benchmarks.own_work COURSE UNIT
"""

from __future__ import annotations

import gc
import inspect
import json
import os
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

# One thread before anything is imported, as in the sandbox.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def main() -> None:
    """Print the seconds of processor time of each submission."""
    import torch
    import torch._dynamo  # as the zygote: the first optimizer would import it

    from grader.course import load
    from grader.testing.hidden import compile_tests, texts_of

    torch.set_num_threads(1)
    course = load(Path(sys.argv[1], "course.toml"))
    unit = course.unit(sys.argv[2])
    texts = texts_of(course.hidden(unit))
    tests = {
        exercise: compile_tests(name, texts[f"{name}.py"], texts.get("common.py"), f"{name}.py")
        for exercise in unit.exercises
        for name in [f"test_{exercise.name}"]
    }
    gc.collect()
    gc.freeze()
    taken = []
    for folder in sorted((course.root / "submitted").iterdir()):
        text = (folder / unit.name / f"{unit.stem}.py").read_text()
        taken.append(_in_a_fork(lambda text=text: _grade(unit.stem, text, tests)))
    print(json.dumps(taken))


def _in_a_fork(work: Callable[[], None]) -> float:
    readable, writable = os.pipe()
    if not os.fork():
        started = time.process_time()
        work()
        os.write(writable, json.dumps(time.process_time() - started).encode())
        os._exit(0)
    os.close(writable)
    with open(readable) as answer:
        seconds = float(json.loads(answer.read()))
    os.wait()
    return seconds


def _grade(stem: str, text: str, tests: dict[Any, types.ModuleType]) -> None:
    from grader.testing.draw import Draw
    from grader.testing.forbid import Source
    from grader.testing.probe import LearnerError

    unit = types.ModuleType(stem)
    sys.modules[stem] = unit
    exec(compile(text, f"{stem}.py", "exec", dont_inherit=True), unit.__dict__)

    def observe(probe: Callable[..., Any], /, **arguments: Any) -> Any:
        try:
            return probe(unit, **arguments)
        except Exception as error:
            kinds = tuple(kind.__name__ for kind in type(error).__mro__ if kind is not object)
            raise LearnerError(kinds, str(error)) from error

    for exercise, module in tests.items():
        for name, test in vars(module).items():
            if not name.startswith("test_"):
                continue
            made = {
                "observe": lambda: observe,
                "draw": lambda name=name: Draw(name.encode()),
                "source": lambda object=exercise.object: Source(text, object),
            }
            wanted = inspect.signature(test).parameters
            try:
                test(**{fixture: made[fixture]() for fixture in wanted})
            except Exception:
                continue  # a wrong answer fails


if __name__ == "__main__":
    main()
