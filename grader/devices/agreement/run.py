"""Run every snippet in one place: `python -m grader.devices.agreement.run cpu|simulator|gpu`.

Each place has a process of its own, since the simulator is there for a whole process. What came
out is printed as JSON.
"""

import contextlib
import io
import json
import sys
import warnings
from dataclasses import dataclass
from typing import Any

from grader.devices.agreement.outcomes import Outcome, kind_of
from grader.devices.agreement.snippet import Snippet

PLACES = ("cpu", "simulator", "gpu")


@dataclass(frozen=True)
class Results:
    """The outcomes of one place."""

    place: str
    device: str
    """what the device calls itself; empty where there is none"""
    torch: str
    """the version of PyTorch"""
    outcomes: dict[str, Outcome]

    def to_json(self) -> str:
        """As text, for another process."""
        return json.dumps(
            {**vars(self), "outcomes": {k: list(v) for k, v in self.outcomes.items()}}
        )

    @staticmethod
    def from_json(text: str) -> "Results":
        """From the text that another process printed."""
        given = json.loads(text)
        outcomes = {name: Outcome(*outcome) for name, outcome in given.pop("outcomes").items()}
        return Results(**given, outcomes=outcomes)


def run_in(place: str) -> Results:
    """Run every snippet in a place: on the CPU, the simulator or a real accelerator."""
    if place == "simulator":
        from grader import devices

        devices.install()
    import torch

    from grader.devices.agreement import snippets
    from grader.devices.agreement.snippet import SNIPPETS

    assert snippets.__all__, "importing them has filled SNIPPETS"
    name, ordinals = ("CPU", ["cpu"]) if place == "cpu" else _accelerator()
    outcomes = {each.name: _run(each, ordinals) for each in SNIPPETS.values()}
    return Results(place, name, torch.__version__, outcomes if ordinals else {})


def _accelerator() -> tuple[str, list[str]]:
    """The name of the accelerator and its devices; nothing where there is none."""
    import torch

    found = torch.accelerator.current_accelerator(check_available=True)
    if found is None:
        return "", []
    module = torch.get_device_module(found)
    name = module.get_device_name(0) if hasattr(module, "get_device_name") else found.type
    return str(name), [f"{found.type}:{i}" for i in range(torch.accelerator.device_count())]


def _run(snippet: Snippet, ordinals: list[str]) -> Outcome:
    if len(ordinals) < snippet.devices:
        return Outcome("not run", f"takes {snippet.devices} devices")
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            value: Any = snippet.run(*ordinals[: snippet.devices])
    except Exception as error:
        message = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
        return Outcome("error", kind_of(error), message)
    return Outcome("value", value)


if __name__ == "__main__":
    print(run_in(sys.argv[1]).to_json())
