"""What the probes of several exercises of the unit share."""

import contextlib
import os
import pickle
import tempfile

import torch
from torch import nn

from grader.testing import check

# A small network with parameters and buffers, as `network` builds it.
SHAPES = {
    "0.weight": (4, 3),
    "0.bias": (4,),
    "1.weight": (4,),
    "1.bias": (4,),
    "1.running_mean": (4,),
    "1.running_var": (4,),
    "1.num_batches_tracked": (),
    "3.weight": (2, 4),
    "3.bias": (2,),
}


def network(state=None):
    """Linear, batch norm, ReLU, Linear, with this state."""
    net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2))
    if state is not None:
        net.to(state["0.weight"].dtype).load_state_dict(state)
    return net


def draw_state(draw, dtype=torch.float32):
    """Values for `network`, all buffers off their defaults."""
    state = {name: value.to(dtype) for name, value in draw.like(SHAPES).items()}
    state["1.running_var"] = draw.uniform(4, low=0.5, high=2.0, dtype=dtype)
    state["1.num_batches_tracked"] = torch.tensor(draw.integer(2, 900))
    return state


def reference(state, x):
    """What `network` gives in evaluation mode."""
    hidden = x @ state["0.weight"].T + state["0.bias"]
    hidden = (hidden - state["1.running_mean"]) / (state["1.running_var"] + 1e-5).sqrt()
    hidden = (hidden * state["1.weight"] + state["1.bias"]).clamp(min=0)
    return hidden @ state["3.weight"].T + state["3.bias"]


@contextlib.contextmanager
def place():
    """A new folder, and the current one while the block runs."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)


def in_child(work):
    """Run `work()` in a process of its own and give back how that ended.

    Returns:
        0 where it came to its end, 1 where it raised an error, a signal's negative number where
        that killed it, or the status it ended with.
    """
    child = os.fork()
    if not child:
        try:
            torch.set_num_threads(1)
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Hostile:
    """An object whose pickle asks for a folder to be made when it is loaded."""

    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return os.mkdir, (self.marker,)


def hostile_files(content, marker):
    """Files that hold `content(hostile object)`, in each of the formats that torch.load knows."""
    evil = content(Hostile(marker))
    torch.save(evil, "zip.pt")
    torch.save(evil, "legacy.pt", _use_new_zipfile_serialization=False)
    with open("pickle.pt", "wb") as file:
        pickle.dump(evil, file, protocol=2)  # the protocol of torch.save
    return ["zip.pt", "legacy.pt", "pickle.pt"]


def attacked(load, content):
    """What happens when hostile files are loaded: for each, its name, the error, what ran."""
    outcomes = []
    marker = os.path.join(os.getcwd(), "marker")
    for name in hostile_files(content, marker):
        try:
            load(name)
            error = ""
        except Exception as problem:
            error = type(problem).__name__
        outcomes.append({"file": name, "error": error, "ran": os.path.isdir(marker)})
        if outcomes[-1]["ran"]:
            os.rmdir(marker)
    return outcomes


def check_refused(outcomes):
    """Each hostile file gave an error and ran nothing."""
    check(len(outcomes) == 3, "Not all the files were loaded.")
    for outcome in outcomes:
        check(
            outcome["ran"] is False,
            "Loading a file called a function that the file asked for. "
            "`torch.load(path, weights_only=True)` refuses such a file; `weights_only=False` and "
            "the `pickle` module do what it says.",
        )
        check(
            outcome["error"] not in ("", "NotImplementedError"),
            "A file that asks for a function to be called was loaded without an error.",
        )
