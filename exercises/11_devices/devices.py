# %% [markdown]
# # Devices
#
# A tensor's numbers lie in the memory of one *device*: the computer's own processor, the CPU, or
# an *accelerator* such as a GPU, which has memory of its own. An operation runs where its tensors
# lie. Nothing moves by itself, so code for a GPU has to say what lies where.
#
# In this unit's twelve exercises you write fourteen functions that find devices, move data, train,
# measure and save. Where they compute is up to the caller, who names a device or hands over a
# tensor that has one. What devices there are, `torch.accelerator` says, which speaks for whatever
# kind of accelerator there is. So the functions run on any machine. Code that spells out `"cuda"`
# runs on one kind of machine only.
#
# **You need no GPU.** Where there is none, the next cell installs a *simulated accelerator* with
# two devices, `sim:0` and `sim:1`. Their tensors lie in ordinary memory and the CPU does the
# work, so nothing gets faster. But they have a GPU's manners: devices do not mix, NumPy is
# refused, memory is counted. Your work is graded on them as well.
#
# Wherever a function takes a `device`, it gets a `torch.device`, such as
# `torch.device("cuda", 0)`. It may also be the CPU.

# %%
import time

import torch
from torch import nn
from torch.nn import functional as F

from grader import devices as simulator

# Without an accelerator the simulated one stands in. A real one is left alone.
if not torch.accelerator.is_available():
    try:
        simulator.install()
    except simulator.SimulatorUnavailable as reason:
        print(reason)

# %% [markdown]
# What does this machine have, and where do tensors live? A new tensor lies on the CPU unless you
# say otherwise. A result lies where its operands lie. `to` gives a tensor on another device and
# leaves the old one where it is. For a *module* it is different: `net.to(device)` moves the
# parameters of `net` itself.

# %% [markdown]
# What if two devices meet? PyTorch refuses. The next cell provokes the error three times. Read
# such a message from its middle: it names the two devices, and in brackets the operation and its
# argument that is elsewhere. `mat1` is the input of a linear layer, `target` the labels of a
# loss. Then look in the traceback for your own last line. That line is only where they met: the
# mistake is earlier, where one of the two was made or was not moved.

# %% [markdown]
# ## 1. try_gpu
#
# **Goal:** find a device by its number, and fall back to the CPU.
#
# **Why it matters:** a program that says once, at the top, which device it wants, and takes the
# CPU where there is no such device, runs on a laptop and on a large machine.
#
# Write two functions:
#
# - `try_gpu(i=0)` gives the accelerator's device number `i` as a `torch.device`, with its index:
#   `torch.device("cuda", 0)`, not `torch.device("cuda")`. If there is no device of that number,
#   it gives `torch.device("cpu")`. There is never a negative number: `try_gpu(-1)` gives the CPU.
# - `try_all_gpus()` gives the list of all the accelerator's devices, in order. Without any it
#   gives a list that holds the CPU alone.
#
# Look each time you are called, not once at the start. A `torch.device` is no string: it has a
# `type` and an `index`. `torch.accelerator` counts devices of any kind. `torch.cuda` counts those
# of NVIDIA and AMD only. An answer with it earns all points as well, but it does not see the
# simulated devices: with those alone, it gives the CPU. No later cell of this notebook needs
# your `try_gpu`.
#
# | what | result |
# |---|---|
# | `try_gpu(i)` | a `torch.device` |
# | `try_all_gpus()` | a list of one or more `torch.device` |
#
# **Worked example.** On a machine with two CUDA devices `try_gpu()` is `cuda:0`, `try_gpu(1)` is
# `cuda:1`, and `try_gpu(2)` and `try_gpu(-1)` are `cpu`. `try_all_gpus()` is `[cuda:0, cuda:1]`.
# On a machine without any, `try_gpu()` is `cpu` and `try_all_gpus()` is `[cpu]`.

# %% exercise="try_gpu"
def try_gpu(i=0):
    """The accelerator's device number i, or the CPU where there is no such number."""
    raise NotImplementedError("try_gpu: write this part")


def try_all_gpus():
    """All devices of the accelerator in order, or the CPU alone, as a list."""
    raise NotImplementedError("try_gpu: write this part")

# %% [markdown]
# ## 2. device_report
#
# **Goal:** describe the machine that a program runs on.
#
# **Why it matters:** "it was slow yesterday" can only be answered by somebody who knows where it
# ran. Programs that train for hours write such a report first.
#
# `device_report()` gives a dict with exactly these four keys:
#
# | key | value |
# |---|---|
# | `"cpu_threads"` | how many threads PyTorch uses on the CPU, `torch.get_num_threads()` |
# | `"accelerator"` | the accelerator's type as a string, such as `"cuda"`; `None` without one |
# | `"count"` | how many devices the accelerator has, 0 without one |
# | `"names"` | a list with the name of each device, in order |
#
# `torch.accelerator` knows the type and the count. Names are known to the module of that type
# only: `torch.cuda` for CUDA, and so on. `torch.get_device_module()` gives that module on any
# machine, and its `get_device_name(i)` the name of device `i`. (Apple's `torch.mps` has no such
# function. To run there, use the type in place of a name.) Without an accelerator ask for no
# name.
#
# Be careful with `torch.accelerator.current_accelerator()`. It gives what PyTorch was *built* for:
# a PyTorch made for CUDA answers `cuda` on a machine that has no GPU. Go by the count, or call it
# with `check_available=True`; then it gives `None` where there is no device.
#
# **Worked example.** A machine with 8 threads and two GPUs of one kind may give
# `{"cpu_threads": 8, "accelerator": "cuda", "count": 2, "names": ["NVIDIA A2", "NVIDIA A2"]}`.
# Without them it gives `{"cpu_threads": 8, "accelerator": None, "count": 0, "names": []}`.

# %% exercise="device_report"
def device_report():
    """What this machine computes on: a dict of cpu_threads, accelerator, count and names."""
    raise NotImplementedError("device_report: write this part")

# %% [markdown]
# ## 3. to_device
#
# **Goal:** move a whole batch, whatever it is made of.
#
# **Why it matters:** a `DataLoader` gives pairs, dicts, lists in dicts. `to` moves one tensor.
# One function that moves them all keeps every training loop short, and leaves nothing behind.
#
# `to_device(batch, device)` gives the batch again, with every tensor in it on the device:
#
# - A tensor is moved; its values and its dtype stay the same.
# - A `dict`, `list` or `tuple` gives a new one of the same kind, with each of its values moved. So
#   does a `namedtuple`, and it stays of its own class. They may be nested to any depth.
# - Other classes made from these, such as `OrderedDict` or `defaultdict`, are not asked for. What
#   you give for them is your choice.
# - Everything else, such as a string, a number or `None`, is passed on as it is.
# - The batch that was given stays as it was: none of its containers is changed.
#
# A namedtuple is a tuple whose fields have names. Its class is called with one argument a field,
# `Point(1, 2)`, while `tuple` is called with one argument, `tuple([1, 2])`. All namedtuples, and
# no plain tuples, have an attribute `_fields`.
#
# **Worked example.** Let `x` and `y` be tensors on the CPU. On `cuda:0`,
# `to_device({"pair": (x, [y]), "name": "shoe", "id": 7}, device)` gives
# `{"pair": (x on cuda:0, [y on cuda:0]), "name": "shoe", "id": 7}`.

# %% exercise="to_device"
def to_device(batch, device):
    """The batch with every tensor in it on the device; dicts, lists and tuples are rebuilt."""
    raise NotImplementedError("to_device: write this part")

# %% [markdown]
# ## 4. add_on
#
# **Goal:** compute on a device that the caller names.
#
# **Why it matters:** `x.to(device)` gives a *new* tensor. Whoever forgets to use it, or moves one
# of two, gets the error that you saw above.
#
# `add_on(x, y, device)` gives `x + y` as a tensor on `device`. `x` and `y` may lie on any devices,
# on the same or on two others. They stay where they are. Gradients flow back through the sum to
# `x` and `y`, across devices: `to` is a step of the computation like any other, so there is
# nothing to do for that, unless you cut the graph, as `detach` or `.data` does.
#
# | what | shape | device |
# |---|---|---|
# | `x`, `y` | any two that can be added | any |
# | output | that of `x + y` | `device` |
#
# **Worked example.** Let `x = [1., 2.]` lie on the CPU and `y = [10., 20.]` on `cuda:0`. Then
# `add_on(x, y, torch.device("cuda", 1))` is `[11., 22.]` on `cuda:1`.

# %% exercise="add_on"
def add_on(x, y, device):
    """x + y on the device, wherever x and y are."""
    raise NotImplementedError("add_on: write this part")

# %% [markdown]
# ## 5. noise_like
#
# **Goal:** make a new tensor where another one lives.
#
# **Why it matters:** `forward` often needs a new tensor: noise, a mask, a row of zeros.
# `torch.randn(x.shape)` makes it on the CPU, in float32. That runs on your laptop and fails on a
# GPU. A module does not know its device; its input does.
#
# `noise_like(x)` gives a tensor of independent random numbers from the *standard normal
# distribution*: mean 0, standard deviation 1. It has the shape, dtype and device of `x`. It is
# drawn there. Numbers drawn on the CPU and then moved are as random, but they travel for nothing,
# and every call waits for that. A test looks whether the CPU drew them, and points are lost then.
# The numbers are new at each call, and the same again after `torch.manual_seed` with the same
# seed. `x` is a floating-point tensor; it is not changed, and the noise needs no gradient.
#
# | what | shape | dtype | device |
# |---|---|---|---|
# | `x` | any | any floating-point | any |
# | output | as `x` | as `x` | as `x` |
#
# **Worked example.** If `x` has shape `[2, 3]`, dtype `torch.float64` and lies on `cuda:1`, then
# `noise_like(x)` gives six numbers such as −0.41 or 1.27 with all three properties the same.

# %% exercise="noise_like"
def noise_like(x):
    """Standard normal noise with the shape, dtype and device of x."""
    raise NotImplementedError("noise_like: write this part")

# %% [markdown]
# Try it: a module that adds noise while it trains. It never names a device, so it runs wherever
# its input is.

# %% [markdown]
# ## 6. train_on
#
# **Goal:** train a network on any device.
#
# **Why it matters:** this is the training loop that you know, and three lines more. Which three,
# and where they stand, is what goes wrong most often.
#
# `train_on(device, model, loader, loss_fn, optimizer, epochs)` trains and gives a list with one
# number an epoch.
#
# - The *same* model is moved to `device` and trained there, in training mode. Make no copy:
#   whoever called you keeps a name for the model, and `optimizer` was made from its parameters.
#   `model.to(device)` moves the numbers inside the parameters and keeps the parameter objects, so
#   the optimizer still holds the right ones. It would not know of new parameters.
# - `loader` gives batches `(inputs, targets)` of tensors, each time it is gone through. They lie on
#   the CPU. Move both, the targets as well.
# - For each batch: set the gradients to zero, compute `loss_fn(model(inputs), targets)`, go
#   backward, step. `loss_fn` gives the mean over a batch.
# - The number of an epoch is the mean of the loss *over samples*: each batch's loss, as it was
#   before the step, weighted with the number of its samples. The last batch may be smaller. It is
#   a Python float.
#
# | what | type |
# |---|---|
# | inputs | `[B, …]` on the CPU, B samples |
# | result | a list of `epochs` floats; `[]` for 0 |
#
# **Worked example.** Two batches have 4 and 2 samples and the losses 0.5 and 0.8. The mean of the
# epoch is (4 · 0.5 + 2 · 0.8) / 6 = 0.6. The mean of the two losses would be 0.65.

# %% exercise="train_on"
def train_on(device, model, loader, loss_fn, optimizer, epochs):
    """Train the model on the device; the mean loss over samples of each epoch, as a list."""
    raise NotImplementedError("train_on: write this part")

# %% [markdown]
# Try it: points inside and outside a circle. The same training runs on the CPU and on the
# accelerator; both start from the same weights. The two curves lie on top of each other: a device
# changes where a number is computed, and at most its last digits.

# %% [markdown]
# ## 7. to_numpy
#
# **Goal:** get numbers out of PyTorch, from anywhere.
#
# **Why it matters:** plots, tables and other libraries want NumPy arrays. NumPy knows neither
# devices nor gradients, so `t.numpy()` refuses a tensor that has either.
#
# `to_numpy(t)` gives the values of `t` as a `numpy.ndarray` of the same shape and the matching
# dtype: `torch.float32` becomes `numpy.float32`, `torch.int64` becomes `numpy.int64`. `t` may lie
# on any device, may ask for a gradient, and may be the result of a computation. It is not changed:
# afterwards it lies where it lay and still asks for its gradient. Whether the array shares the
# memory of a tensor on the CPU or is a copy is your choice. NumPy has no bfloat16, so tensors of
# that dtype are not asked for.
#
# | what | shape |
# |---|---|
# | `t` | any, `[]` included |
# | output | the same |
#
# **Worked example.** For `t = torch.tensor([1., 2.], device="cuda", requires_grad=True)` the result
# is `array([1., 2.], dtype=float32)`, and `t.requires_grad` is still `True`.

# %% exercise="to_numpy"
def to_numpy(t):
    """The values of a tensor as a NumPy array, wherever it is and whatever it is part of."""
    raise NotImplementedError("to_numpy: write this part")

# %% [markdown]
# Try it: what does NumPy itself say?

# %% [markdown]
# ## 8. save_portable
#
# **Goal:** save a network so that it loads on a machine without your device.
#
# **Why it matters:** a saved tensor remembers its device. A file from a GPU that is loaded on a
# laptop without one raises an error, unless whoever loads it knows about `map_location`. Be kind,
# and put CPU tensors into the file.
#
# `save_portable(net, path)` saves the state of `net` to the file `path`, with `torch.save`:
#
# - The file holds a dict: the same names as in `net.state_dict()`, and the same values and dtypes,
#   but every tensor on the CPU. It holds parameters and buffers, and no network.
# - So the plain line `torch.load(path, weights_only=True)` gives that dict on any machine.
# - `net` stays where it is. Its parts may lie on several devices, and each stays on its own.
#   Training may go on right after. Remember that `to` and `cpu` move a module itself, but give a
#   new tensor for a tensor.
# - `path` is a string or a `pathlib.Path`.
#
# **Worked example.** Let `net` be `nn.Linear(2, 1)` on `cuda:0`. After
# `save_portable(net, "net.pt")` the file gives `{"weight": …, "bias": …}` with both on `cpu`, while
# `net.weight.device` is still `cuda:0`.

# %% exercise="save_portable"
def save_portable(net, path):
    """Save net's state_dict with every tensor on the CPU; net stays where it is."""
    raise NotImplementedError("save_portable: write this part")

# %% [markdown]
# Try it: what does a file remember? The first is saved as it is, the second by you.

# %% [markdown]
# ## 9. parallel and unwrap
#
# **Goal:** use several devices where there are several, and take the wrapping off again.
#
# **Why it matters:** `nn.DataParallel(net)` is a module around `net`. It cuts each batch into
# pieces, one for each device, and puts the outputs together. With one device it only costs time.
# And it stands in the way: `net` is now `wrapped.module`, and every name in the `state_dict` begins
# with `module.`. Such names do not load into a plain network.
#
# Write two functions:
#
# - `parallel(net)` gives `nn.DataParallel(net)` over all devices if there are two or more, and
#   otherwise `net` itself. Count with `torch.accelerator` or with `torch.cuda`.
# - `unwrap(net)` gives the network inside if `net` is an `nn.DataParallel`, and otherwise `net`
#   itself. Both times it is the very object, not a copy. A network of your own may well have a
#   part that it calls `module`; it is not wrapped for that.
#
# `DataParallel` wants `net` on the first device when it runs; moving it there is the caller's
# business, not yours. (For serious work on many devices PyTorch has `DistributedDataParallel`,
# with one process for each device.)
#
# | devices | `parallel(net)` | `unwrap(parallel(net))` |
# |---|---|---|
# | 0 or 1 | `net` | `net` |
# | 2 or more | an `nn.DataParallel` whose `module` is `net` | `net` |
#
# **Worked example.** With two devices `parallel(nn.Linear(2, 1)).state_dict()` has the names
# `module.weight` and `module.bias`. `unwrap(…)` of it has `weight` and `bias` again.

# %% exercise="parallel"
def parallel(net):
    """net in a DataParallel where there are two or more devices, otherwise net."""
    raise NotImplementedError("parallel: write this part")


def unwrap(net):
    """The network inside a DataParallel; any other network as it is."""
    raise NotImplementedError("parallel: write this part")

# %% [markdown]
# Try it: a module that says which piece of the batch it gets, and where. With two devices six rows
# become three and three. (If you count with `torch.cuda`, the simulated devices do not count, and
# the six rows stay together.)

# %% [markdown]
# ## 10. time_matmul
#
# **Goal:** measure how long a device takes for a product of matrices.
#
# **Why it matters:** a GPU works *asynchronously*. `a @ b` puts the product on the device's list
# of things to do and comes back at once; Python runs on while the device computes. A clock that
# is stopped then has measured how long it takes to write on a list, which may be a hundredth of
# the truth. Many a "speed-up" was no more than that.
#
# `time_matmul(n, device)` gives the seconds, a float, that `device` takes for one product of two
# matrices of float32 numbers, n × n each. In this order:
#
# 1. Make both matrices on the device. That takes time as well, and must not be measured.
# 2. *Warm up*: compute the product once or more without measuring. The first one is slow, because
#    the device loads its program then.
# 3. *Synchronise*: wait until the device has done all of that. `torch.accelerator.synchronize`
#    with the device does it. Without an argument it waits for the current device only, which may
#    be another. For the CPU there is nothing to wait for, and the function refuses it. Other ways
#    to wait count as well: the `synchronize` of `torch.get_device_module(device)` or of the
#    device's stream, or a value of the result that is read.
# 4. Read the clock, `time.perf_counter()`. Compute the product. Synchronise again. Read the clock
#    again. The difference is the result.
#
# You may time the product several times, and give the mean, the median or the least. Call the
# clock as `time.perf_counter()`, since the test puts in a clock of its own.
#
# | what | type |
# |---|---|
# | `n` | a positive int |
# | `device` | any `torch.device`, the CPU too |
# | result | a float, in seconds |
#
# **Worked example.** Say, a device takes 3 s for each product, and 20 s more for the first. Putting
# one on its list takes no time. If the clock shows 0 s when you ask for the warm-up, then it shows
# 23 s after the wait, still 23 s right after the second `a @ b`, and 26 s after the second wait.
# The result is 26 − 23 = 3. Without the second wait it is 0; without the first it is 26; without a
# warm-up it is 23.

# %% exercise="time_matmul"
def time_matmul(n, device):
    """Seconds for one product of two n × n matrices on the device."""

    raise NotImplementedError("time_matmul: write this part")

# %% [markdown]
# Try it: the time of a product over the size, for each device that there is. The dashed lines are
# what it takes to bring two matrices from the CPU to the device and one back.
#
# Both axes are logarithmic: a step to the right doubles n. A product of twice the size has eight
# times the work, a transfer four times the numbers. So the solid lines become steeper than the
# dashed ones, and for large n the product is what counts. For small n it is not: there a device
# that computes ten times as fast helps nobody who has to carry the numbers to it first. That is
# why data moves once, and a training loop leaves its model where it is. Single peaks come from
# other programs that ran meanwhile.

# %% [markdown]
# ## 11. free_memory
#
# **Goal:** give unused memory back, and see what is still in use.
#
# **Why it matters:** a GPU's memory is small and is never swapped to a disk. To be fast, PyTorch
# keeps the memory of tensors that are gone in a *cache*, for the next ones. Other programs cannot
# use it meanwhile. And what is still *allocated* is held by a tensor that somebody has a name
# for: a loss in a list, an old batch, a traceback in the notebook.
#
# `free_memory()` empties the cache of each of the accelerator's devices, and gives a dict: for each
# device, by its name as a string such as `"cuda:0"`, the number of bytes that tensors on it still
# hold, as an int. Without an accelerator the dict is empty.
#
# Look at `torch.accelerator.empty_cache()` and `torch.accelerator.memory_allocated(device)`. The
# latter counts what tensors hold. `memory_reserved` counts the cache as well.
#
# **Worked example.** On a machine with two CUDA devices let there be one tensor of 1000 float32
# numbers, on `cuda:1`. They need 4000 bytes; memory is handed out in pieces of 512, so eight of
# them, 4096 bytes. The result is `{"cuda:0": 0, "cuda:1": 4096}`.

# %% exercise="free_memory"
def free_memory():
    """Empty the caches; the bytes still allocated on each device, by its name."""
    raise NotImplementedError("free_memory: write this part")

# %% [markdown]
# Try it: four tensors of 4 MB are made one after the other, then dropped, then the cache is
# emptied. *Allocated* goes up by steps and down with the tensors. *Reserved*, which has the cache
# in it, stays up until `free_memory`. The difference is what another program lacks. What little is
# left at the end belongs to other cells of this notebook.

# %% [markdown]
# ## 12. autocast_step
#
# **Goal:** train in mixed precision.
#
# **Why it matters:** a float32 number takes 32 bits, a *bfloat16* number 16. It has the same range
# and far fewer digits, two to three. Accelerators multiply matrices of such numbers several times
# as fast. *Autocast* uses them where they do little harm, in products, and keeps float32 where
# digits count, in sums and losses. The parameters stay float32: a small step of the optimizer
# would be lost in rounding otherwise.
#
# `autocast_step(model, batch, loss_fn, optimizer, device)` does one step of training and gives its
# loss, as it was before the step, as a Python float.
#
# - `model` itself is moved to `device`, and so are both tensors of `batch`, `(inputs, targets)`.
# - The gradients are set to zero. What an earlier step left there must not count.
# - The outputs *and* the loss, `loss_fn(model(inputs), targets)`, are computed under
#   `torch.autocast(type, dtype=torch.bfloat16)`, where `type` is the device's type, a string such
#   as `"cuda"`.
# - Then go backward and let the optimizer step, once. These two need no autocast: the backward
#   pass uses the types that the forward pass used.
# - Nothing is converted for good: every parameter is float32 afterwards, and inputs are given as
#   they are; autocast does the rest.
# - The mode, training or evaluation, is the caller's business. Whether you call `model.train()`
#   does not count.
#
# `torch.autocast` takes its dtype from the device if you name none. For CUDA that is float16, in
# which small gradients become 0. So name it.
#
# | what | dtype |
# |---|---|
# | parameters, before and after | float32 |
# | output of a linear layer under autocast | bfloat16 |
# | result | a Python float |
#
# **Worked example.** Let `model` be `nn.Linear(1, 1)` with weight 1 and bias 0, and
# `inputs = [[3.001]]`. Between 2 and 4 the bfloat16 numbers are 1/64 apart, and 3 is the nearest.
# The output is `3`, where float32 would give 3.001. With the target `[[1.]]` and
# `F.mse_loss` the loss is (3 − 1)² = `4.0`; it would be 4.004 in float32. With `SGD` and the rate
# 0.125 the bias becomes 0 − 0.125 · 2 · (3 − 1) = `-0.5`.

# %% exercise="autocast_step"
def autocast_step(model, batch, loss_fn, optimizer, device):
    """One step of training on the device under bfloat16 autocast; the loss as a float."""
    raise NotImplementedError("autocast_step: write this part")

# %% [markdown]
# Try it: how far off is a number once it is rounded to each type? The picture shows the relative
# error for numbers from 10⁻¹² to 10¹². float32 is off by less than a ten-millionth everywhere.
# bfloat16 is off by a few thousandths, everywhere as well: few digits, the full range. float16 is
# more exact in the middle, and useless outside it. On the left the numbers become 0, an error of
# 1; on the right, above 65504, they are infinite and leave the picture. Small gradients stand on
# the left.

# %% [markdown]
# And what does autocast do with each operation? Products come out as bfloat16; a softmax, a sum
# and a loss as float32. (The CPU has a list of its own, on which the softmax does not stand.)
