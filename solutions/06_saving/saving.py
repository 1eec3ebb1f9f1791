# %% [markdown]
# # Saving and loading
#
# Training takes hours. Its result is a few tensors. In this unit you put them into a file and get
# them back: on the same machine and on another one, the next day or after a crash, with the class
# that made them and without it.
#
# PyTorch's files are made with *pickle*, Python's way of turning objects into bytes. A pickle is
# not only data. It may say "call this function with these arguments", and loading it does so. A
# file from a stranger can do anything on your machine that you could do. PyTorch can therefore
# load in a guarded way, `torch.load(path, weights_only=True)`: tensors, numbers, texts, lists and
# dicts come through, and a file that wants to call anything else is refused with an error. In all
# of this unit, **loading never runs code from the file**.
#
# Throughout the unit `path` is a string such as `"runs/best.pt"` or `"best.pt"`. Its folder is
# there already. A file of that name may be there too: saving replaces it.

# %%
import copy
import os
import tempfile

import torch
from torch import nn

# %% [markdown]
# ## 1. Tensors
#
# **Goal:** write tensors to a file and read them back.
#
# **Why it matters:** everything else in this unit is a dict of tensors in a file. And a file that
# runs code when you open it is the oldest trick against people who share models.
#
# Write two functions.
#
# - `save_tensors(path, obj)` writes `obj` to the file. `obj` is a tensor, a list of tensors, or a
#   dict of tensors whose keys are strings. `obj` stays as it is.
# - `load_tensors(path)` reads the file and returns the same again: the same kind of object, with
#   the same keys or places, and in every tensor the same numbers, shape and dtype.
#
# Everything has to be in that one file: another process, started later, reads it. Loading runs no
# code. A file that asks for a function to be called makes `load_tensors` raise an error, and the
# function is not called. Which error it is does not matter.
#
# *A trap in well-known books.* They write `torch.load("x-file")`. Before PyTorch 2.6 that meant
# `weights_only=False`: the line did whatever the file asked for. Today it means `True`. Whoever
# meets a file that is refused often reads the error, writes `weights_only=False`, and is back
# where the books were. Write what you mean: `weights_only=True`.
#
# | what is saved | what comes back |
# |---|---|
# | a tensor `[...]` of any shape and dtype | a tensor of this shape and dtype |
# | a list of n tensors | a list of n tensors, in this order |
# | a dict from names to tensors | a dict with the same names |
#
# **Worked example.** Let `x = {"w": torch.tensor([1., 2.]), "n": torch.tensor(3)}`. After
# `save_tensors("x.pt", x)`, `load_tensors("x.pt")` gives `{"w": tensor([1., 2.]), "n": tensor(3)}`.
# `n` has no dimensions and is an int64, as before.


# %% exercise="save_tensors"
def save_tensors(path, obj):
    """Write a tensor, a list of tensors or a dict of tensors to the file at path."""
    ### BEGIN SOLUTION
    torch.save(obj, path)
    ### END SOLUTION


def load_tensors(path):
    """What save_tensors wrote, without running code from the file."""
    ### BEGIN SOLUTION
    return torch.load(path, weights_only=True)
    ### END SOLUTION


# %% check="save_tensors"

# %% [markdown]
# Try it: a file that is not only data. `Surprise` tells pickle "to get me back, call `print` with
# this text". It could as well be a call that deletes your files. Unguarded loading calls it. Yours
# refuses.


# %% tags=["try"]
class Surprise:
    def __reduce__(self):
        return print, ("*** this line was printed by the file ***",)


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "surprise.pt")
    torch.save({"weight": torch.zeros(2), "surprise": Surprise()}, path)
    print("torch.load(path, weights_only=False):")
    torch.load(path, weights_only=False)
    print("load_tensors(path):")
    try:
        load_tensors(path)
    except NotImplementedError:
        raise
    except Exception as error:
        print(type(error).__name__, "- refused")

# %% [markdown]
# ## 2. Parameters
#
# **Goal:** save what a network has learned, and load it into a network of the same build.
#
# **Why it matters:** a network is code and numbers. The code is in your repository, with its
# history. The numbers belong into a file. A file that holds the whole object ties the two
# together: it breaks when you rename the class, and it can be opened only by running code.
#
# - `save_parameters(net, path)` writes the network's `state_dict()` to the file: parameters and
#   buffers, by name, and nothing else. `torch.load(path, weights_only=True)` has to open the file
#   and give this dict.
# - `load_parameters(net, path)` reads such a file into `net` and returns **`net`**, so that you can
#   write `net = load_parameters(MLP(), path)`. Where the names in the file are not exactly the
#   names in `net`, it raises an error. Loading runs no code from the file: a file that asks for
#   more than data raises an error too.
#
# *Two slips from books and courses.* `torch.save(net, path)` writes the whole object: guarded
# loading refuses such a file. And `return net.load_state_dict(...)` returns a report of the names
# that did not fit, not the network.
#
# | what | what it is |
# |---|---|
# | the file | a dict from names to tensors, as `net.state_dict()` has them |
# | result of `load_parameters` | the network that it was given, with the file's values |
#
# **Worked example.** Let `a = nn.Linear(1, 1)` have weight `[[2.]]` and bias `[1.]`, so `a` turns
# 3 into 7. After `save_parameters(a, "a.pt")`, the file holds `{"weight": [[2.]], "bias": [1.]}`.
# A new `b = nn.Linear(1, 1)` has random values. `load_parameters(b, "a.pt")` gives `b` back, and
# `b` turns 3 into 7.


# %% exercise="save_parameters"
def save_parameters(net, path):
    """Write the network's state_dict to the file at path."""
    ### BEGIN SOLUTION
    torch.save(net.state_dict(), path)
    ### END SOLUTION


def load_parameters(net, path):
    """Read the file at path into the network, and return the network."""
    ### BEGIN SOLUTION
    net.load_state_dict(torch.load(path, weights_only=True))
    return net
    ### END SOLUTION


# %% check="save_parameters"

# %% [markdown]
# Try it: what is in the file? Two of the entries of a batch-norm layer are no parameters. They are
# *buffers*: numbers that the layer keeps, and that no gradient changes. Without them the loaded
# network would compute something else.

# %% tags=["try"]
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "net.pt")
    save_parameters(nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 1)), path)
    for name, value in torch.load(path, weights_only=True).items():
        print(f"{name:24}{tuple(value.shape)!s:10}{value.dtype}")
    print(os.path.getsize(path), "bytes in the file")

# %% [markdown]
# ## 3. A clone
#
# **Goal:** make a network that equals another one and has nothing in common with it.
#
# **Why it matters:** you keep the best network while training goes on, or you try something out
# on a copy. `state_dict()` does not copy: its tensors *are* the network's. Whoever keeps them
# keeps something that goes on changing.
#
# `clone_network(net)` returns a new network.
#
# - It is of the same class and gives the same outputs. Parameters and buffers have the same names
#   and values. Each submodule is in the same mode (training or evaluation), and the parameters
#   that are frozen (`requires_grad=False`) are the same ones.
# - It shares no memory with `net`. Whatever happens to the one (a training step, a changed value,
#   a batch that moves a batch-norm layer's running mean) leaves the other as it is.
# - A layer that stands at two places in `net` is one layer at two places in the clone.
#
# `net` can be any module whose tensors were not computed from others. (A module that keeps, say,
# the product of two of its parameters as an attribute is not asked for.) You do not know how its
# class is called up, so `type(net)()` is no way to make a second one. `net` itself stays as it is.
#
# | what | what it is |
# |---|---|
# | `net` | an `nn.Module`, its tensors not computed from others |
# | result | another `nn.Module` of that class, with memory of its own |
#
# **Worked example.** Let `a = nn.Linear(1, 1)` have weight `[[2.]]` and bias `[1.]`, and let
# `b = clone_network(a)`. Both turn 3 into 7. Now set `a`'s weight to 10: `a` turns 3 into 31, and
# `b` still turns it into 7.


# %% exercise="clone_network"
def clone_network(net):
    """A network that equals net and shares nothing with it."""
    ### BEGIN SOLUTION
    return copy.deepcopy(net)
    ### END SOLUTION


# %% check="clone_network"

# %% [markdown]
# Try it: who shares memory with whom? Two tensors share memory if they begin at the same address.

# %% tags=["try"]
net = nn.Linear(2, 1)
kept, clone = net.state_dict(), clone_network(net)
print("state_dict shares the weight:", kept["weight"].data_ptr() == net.weight.data_ptr())
print("the clone shares the weight: ", clone.weight.data_ptr() == net.weight.data_ptr())

# %% [markdown]
# ## 4. A checkpoint
#
# **Goal:** stop in the middle of a training and go on later as if nothing had happened.
#
# **Why it matters:** machines are switched off, jobs run out of time, power fails. A training of
# a week is saved every hour. Two things go wrong in practice: the file lacks something, so the
# training goes on differently; or the machine stops *while it writes*, and the only file is half a
# file.
#
# `save_checkpoint(path, net, optimizer, epoch, extra)` writes one file, and
# `resume(path, net, optimizer)` reads it into a network and an optimizer of the same build and
# returns `epoch`, the number that was saved. A training of 2 epochs, a checkpoint, and 3 more
# epochs in a new process must give **bit for bit** what 5 epochs in one go give. For that the file
# has to hold all that the next step depends on:
#
# - the network's parameters and buffers;
# - what the optimizer remembers: momentum, Adam's averages and step counts, and its settings such
#   as a learning rate that was changed on the way;
# - the state of PyTorch's random numbers on the CPU (`torch.get_rng_state()`), from which come the
#   next shuffle and the next dropout. Other generators, such as those of `random` and NumPy, need
#   not be saved.
#
# About the file:
#
# - `torch.load(path, weights_only=True)` opens it and gives one dict. In it, `extra` stands under
#   the key `"extra"`: a dict of your notes, made of Python's numbers, texts, lists and dicts, and
#   of tensors. The other keys are yours to choose.
# - You need not look at what is in `extra`. As its author, beware of NumPy's numbers: `np.mean`
#   gives one. It saves without a word, and guarded loading then refuses the whole file. Write
#   `float(np.mean(losses))`.
# - `resume` runs no code from the file. A file that asks for it raises an error.
# - Saving changes nothing: the network, the optimizer and the random numbers go on as if you had
#   not saved.
#
# About a crash:
#
# - At **every** moment the file at `path` is either the whole old checkpoint or the whole new one.
#   The process may be killed at any point of `save_checkpoint`; saving may fail with an error, as
#   it does when the disk is full or when something in `extra` cannot be saved. The old file is
#   then still there, unharmed, under its own name. What else lies beside it does not matter.
#
# Writing to `path` itself cannot do that: the first thing it does is to empty the old file. Write
# the new file beside it, in the same folder, under another name. When it is complete, let it take
# the old one's place with `os.replace(new, path)`. That is one step for the file system: there is
# no moment in which half of it is done.
#
# | what | what it is |
# |---|---|
# | `epoch` | an `int`, returned by `resume` |
# | `extra` | a dict as above, found in the file under `"extra"` |
# | result of `resume` | the epoch; `net`, `optimizer` and the random numbers are set |
#
# **Worked example.** One weight, 2.0. SGD with learning rate 0.1 and momentum 0.9. The gradient is
# always 1. The optimizer keeps a velocity v, first 0; each step makes it 0.9·v + 1 and takes 0.1·v
# off the weight. Step 1: v = 1, the weight is 1.9. Save here. Step 2: v = 0.9 + 1 = 1.9, the weight
# is 1.9 − 0.19 = **1.71**. Who goes on from the weight alone starts with v = 0 again and gets
# 1.9 − 0.1 = 1.8.


# %% exercise="save_checkpoint"
def save_checkpoint(path, net, optimizer, epoch, extra):
    """Write all that training needs to go on; a crash half-way leaves the old file whole."""
    ### BEGIN SOLUTION
    checkpoint = {
        "net": net.state_dict(),
        "optimizer": optimizer.state_dict(),
        "rng": torch.get_rng_state(),
        "epoch": epoch,
        "extra": extra,
    }
    unfinished = f"{path}.unfinished"
    torch.save(checkpoint, unfinished)
    os.replace(unfinished, path)
    ### END SOLUTION


def resume(path, net, optimizer):
    """Set network, optimizer and random numbers as they were saved; return the epoch."""
    ### BEGIN SOLUTION
    checkpoint = torch.load(path, weights_only=True)
    net.load_state_dict(checkpoint["net"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    torch.set_rng_state(checkpoint["rng"])
    return checkpoint["epoch"]
    ### END SOLUTION


# %% check="save_checkpoint"

# %% [markdown]
# Try it: what is in a checkpoint? The picture shows how many bytes each part takes. Adam keeps two
# numbers for each parameter, so its part is about twice the network's. The random numbers' state
# takes five thousand bytes, however large the network is.

# %% tags=["try"]
import matplotlib.pyplot as plt


def tree(value, name="", depth=0):
    """Print what a checkpoint holds, level by level."""
    kind = type(value).__name__
    if isinstance(value, torch.Tensor):
        kind = f"tensor {tuple(value.shape)} {value.dtype}"
    elif not isinstance(value, dict):
        kind = repr(value)[:60]
    print(f"{'    ' * depth}{name}: {kind}")
    if isinstance(value, dict):
        for key, inner in value.items():
            tree(inner, key, depth + 1)


def tensor_bytes(value):
    """The bytes of all tensors in a dict or list, however deep."""
    if isinstance(value, torch.Tensor):
        return value.numel() * value.element_size()
    inner = value.values() if isinstance(value, dict) else value
    return sum(map(tensor_bytes, inner)) if isinstance(value, (dict, list)) else 0


torch.manual_seed(0)
net = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 16))
adam = torch.optim.Adam(net.parameters())
net(torch.rand(4, 8)).sum().backward()
adam.step()
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "run.pt")
    save_checkpoint(path, net, adam, 1, {"losses": [0.9]})
    checkpoint = torch.load(path, weights_only=True)
tree(checkpoint, "checkpoint")
plt.figure(figsize=(6, 2.2), layout="constrained")
plt.barh(list(checkpoint), [tensor_bytes(part) for part in checkpoint.values()])
plt.xlabel("bytes of tensors")
plt.ylabel("key")
plt.title("What a checkpoint holds")

# %% [markdown]
# Try it: the same training three times. The line is 30 steps in one go. The dots stop after 15
# steps and resume in a new network: they lie on the line. The crosses start again from the
# parameters alone. The optimizer has forgotten its momentum, and the training takes another way.


# %% tags=["try"]
def steps(net, optimizer, count):
    """Train on a fresh random batch at each step; the losses."""
    losses = []
    for _ in range(count):
        x = torch.rand(8, 1)
        loss = ((net(x) - 3 * x) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def fresh():
    net = nn.Linear(1, 1)
    return net, torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)


torch.manual_seed(0)
net, sgd = fresh()
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "run.pt")
    in_one_go = steps(net, sgd, 15)
    save_checkpoint(path, net, sgd, 15, {})
    in_one_go += steps(net, sgd, 15)
    net, sgd = fresh()
    resume(path, net, sgd)
    resumed = steps(net, sgd, 15)
    net, sgd = fresh()
    resume(path, net, sgd)
    parameters_only = steps(net, torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9), 15)
plt.figure(figsize=(6, 3), layout="constrained")
plt.plot(range(1, 31), in_one_go, label="30 steps in one go")
plt.plot(range(16, 31), resumed, "o", label="resumed after 15")
plt.plot(range(16, 31), parameters_only, "x", label="parameters only")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()

# %% [markdown]
# ## 5. What fits
#
# **Goal:** load what fits of a file into a network that is not quite the same, and say what did
# not.
#
# **Why it matters:** you take a network that was trained on 1000 classes and give it a last layer
# for your 10. Everything but that layer can be used. `load_state_dict` either wants all names and
# shapes to agree, or, with `strict=False`, all shapes: it still raises an error where one differs.
# And loading in silence is worse: you have to know what was *not* loaded.
#
# `load_matching(net, state)` takes a network and a dict from names to tensors. It copies into
# `net` each entry whose name stands in `net.state_dict()` with exactly this shape. The rest of
# `net` stays as it was. It returns a tuple of three lists of names, each in any order:
#
# 1. `missing`: names in the network that are not in `state`;
# 2. `unexpected`: names in `state` that are not in the network;
# 3. `mismatched`: names in both, with different shapes. A mismatched name is in this list only.
#
# Buffers count as well as parameters. The same number of elements is not the same shape: `[2, 3]`
# does not fit `[3, 2]`, and `[1]` does not fit `[4]`. `state` stays as it is, and the network
# shares no memory with it. The network's parameters stay the same objects: an optimizer that was
# made before the loading still trains them.
#
# | what | what it is |
# |---|---|
# | `state` | a dict from names to tensors, as from `state_dict()` |
# | result | `(missing, unexpected, mismatched)`, three lists of strings |
#
# **Worked example.** Let `net = nn.Linear(3, 2)`, so `weight` is `[2, 3]` and `bias` is `[2]`.
# Let `state` hold `weight` of shape `[2, 3]`, `bias` of shape `[5]`, and `scale` of shape `[1]`.
# The weight is loaded, the bias stays as it was, and the result is `([], ["scale"], ["bias"])`.


# %% exercise="load_matching"
def load_matching(net, state):
    """Load what fits in name and shape; the names missing, unexpected and mismatched."""
    ### BEGIN SOLUTION
    own = net.state_dict()
    missing = [name for name in own if name not in state]
    unexpected = [name for name in state if name not in own]
    both = [name for name in state if name in own]
    mismatched = [name for name in both if state[name].shape != own[name].shape]
    fitting = {name: state[name] for name in both if name not in mismatched}
    net.load_state_dict(fitting, strict=False)
    return missing, unexpected, mismatched
    ### END SOLUTION


# %% check="load_matching"

# %% [markdown]
# Try it: a new last layer.

# %% tags=["try"]
old = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1000))
new = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 10))
missing, unexpected, mismatched = load_matching(new, old.state_dict())
print("missing:", missing, " unexpected:", unexpected, " mismatched:", mismatched)
print("the first layer was loaded:", torch.equal(old[0].weight, new[0].weight))

# %% [markdown]
# ## 6. A prefix
#
# **Goal:** make the names in a file those of your network.
#
# **Why it matters:** `nn.DataParallel` and others wrap a network: the network becomes the attribute
# `module` of another one. If the wrapped network was saved, each name in the file begins with
# `module.`, and your network, which is not wrapped, cannot load it.
#
# `strip_prefix(state, prefix="module.")` returns a new dict. A name that begins with `prefix` has
# lost it there: once, at the beginning, and nowhere else. A name that does not begin with
# `prefix` is as it was. The values and their order are those of `state`, and `state` itself stays
# as it is. `prefix` is taken letter by letter, and it may be any text. You can rely on no two
# names becoming the same.
#
# | name before | name after, with `"module."` |
# |---|---|
# | `module.0.weight` | `0.weight` |
# | `module.module.bias` | `module.bias` |
# | `net.module.bias` | `net.module.bias` |
# | `modules.bias` | `modules.bias` |
#
# **Worked example.** `strip_prefix({"module.w": a, "step": b})` gives `{"w": a, "step": b}`, and
# `strip_prefix({"net.w": a, "module.w": b}, "net.")` gives `{"w": a, "module.w": b}`.


# %% exercise="strip_prefix"
def strip_prefix(state, prefix="module."):
    """A new dict in which the names have lost the prefix, where they had it."""
    ### BEGIN SOLUTION
    return {name.removeprefix(prefix): value for name, value in state.items()}
    ### END SOLUTION


# %% check="strip_prefix"

# %% [markdown]
# Try it: wrap a network, take its state, and load it into a network that is not wrapped.

# %% tags=["try"]
wrapped = nn.DataParallel(nn.Linear(2, 1))
print([*wrapped.state_dict()])
print(nn.Linear(2, 1).load_state_dict(strip_prefix(wrapped.state_dict())))

# %% [markdown]
# ## 7. From a GPU to a CPU
#
# **Goal:** open a file that was written on a machine with a GPU on one that has none.
#
# **Why it matters:** a file remembers on which device each tensor lived, and loading wants to put
# it there again. Without that device it raises an error before you can do anything about it:
# *Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False*. So
# `.cpu()` after loading comes too late.
#
# `load_on_cpu(path)` returns what is in a file that `torch.save` wrote, with every tensor on the
# CPU, whatever device it was saved from, and also where there is a GPU. The device may be any, not
# only `cuda:0`. What was saved may be a tensor, or a list or dict of tensors, numbers and texts,
# one inside the other. Apart from the device nothing changes. Loading runs no code from the file;
# a file that asks for it raises an error.
#
# | saved from | comes back on |
# |---|---|
# | `cpu` | `cpu` |
# | `cuda:0`, `cuda:3`, `mps`, … | `cpu` |
#
# **Worked example.** On a machine with a GPU, somebody saves
# `{"w": torch.tensor([1., 2.], device="cuda:0"), "epoch": 4}`. On yours, without one, `load_on_cpu`
# gives `{"w": tensor([1., 2.]), "epoch": 4}`, and `w.device` is `cpu`.


# %% exercise="load_on_cpu"
def load_on_cpu(path):
    """What is in the file, with every tensor on the CPU."""
    ### BEGIN SOLUTION
    return torch.load(path, map_location="cpu", weights_only=True)
    ### END SOLUTION


# %% check="load_on_cpu"

# %% [markdown]
# ## 8. The graph too
#
# **Goal:** hand on a network that runs where its class is not known.
#
# **Why it matters:** a `state_dict` is useless without the code of the class. A phone, a server
# in another language or a colleague without your repository has only the file. So the file has to
# hold what the network *computes* as well as its numbers.
#
# `export_traced(net, example, path)` feeds `example`, a tensor, to the network, records every
# operation on the way, and writes operations and parameters to the file. That is called
# *tracing*. What is recorded is called the *graph*. PyTorch has two ways to do it, and each is
# right:
#
# - `torch.export.export(net, (example,))`, written with `torch.export.save`. This is the newer
#   one. It wants a file name that ends in `.pt2`, which `path` does.
# - `torch.jit.trace(net, example)`, written with its own `save(path)`. This is the older one,
#   called TorchScript, and is out of date. It says so in a `DeprecationWarning`, which Python hides
#   by default.
#
# The file is opened with `torch.export.load(path).module()` or `torch.jit.load(path)`, and is given
# inputs of the shape and dtype of `example`. It must compute what `net` computes **in evaluation
# mode**: dropout off, batch norm with its running values. `net` itself stays as it was, with the
# mode (training or evaluation) of each of its submodules.
#
# | what | shape |
# |---|---|
# | `example`, and the inputs later | `[B, ...]`, the same shape |
# | what the loaded graph gives | the shape that `net` gives |
#
# **Worked example.** Let `net = nn.Linear(1, 1)` have weight `[[2.]]` and bias `[1.]`. After
# `export_traced(net, torch.zeros(1, 1), "net.pt2")`, a program that has never heard of your class
# loads the file, feeds `[[3.]]` and gets `[[7.]]`.


# %% exercise="export_traced"
def export_traced(net, example, path):
    """Write the network's computation and parameters to a file that runs without its class."""
    ### BEGIN SOLUTION
    evaluated = copy.deepcopy(net).eval()
    torch.export.save(torch.export.export(evaluated, (example,)), path)
    ### END SOLUTION


# %% check="export_traced"

# %% [markdown]
# Try it: what is in the graph? Three operations were recorded: the linear layer, ReLU, the
# multiplication by 2. `torch.export` gives one line for each, from the first to the last. In their
# names, `aten` is PyTorch's library of operations, and the last part says which version was taken:
# `mul.Tensor` multiplies a tensor. TorchScript gives a `forward` that was written from the
# recording. There the operations stand inside each other, the first one innermost:
# `(inner).forward(x, )` is the linear layer, and `CONSTANTS.c0` is the 2, which is kept in the file
# beside the code. The class `Doubler` is deleted before the file is opened, and the graph still
# computes.


# %% tags=["try"]
class Doubler(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(2, 2)

    def forward(self, x):
        return 2 * torch.relu(self.inner(x))


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "doubler.pt2")
    export_traced(Doubler(), torch.zeros(1, 2), path)
    del Doubler
    try:
        graph = torch.jit.load(path)
        print(graph.code)
    except RuntimeError:  # no TorchScript
        graph = torch.export.load(path).module()
        print(*[node.target for node in graph.graph.nodes if "aten" in str(node.target)], sep="\n")
    print(graph(torch.ones(1, 2)))
