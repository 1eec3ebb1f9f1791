# %% [markdown]
# # Training
#
# A network is trained by repeating four things: compute, compare, find the slope, take a small
# step downhill. The loop around them is short, and nearly every mistake in it is silent: nothing
# crashes, the numbers look plausible, and the network learns less than it could.
#
# In this unit you write that loop from nothing, then piece by piece with PyTorch, then in three
# styles that you meet in books and projects. After that come the tools around it: stopping in
# time, keeping the best weights, taming large gradients, choosing the learning rate, and seeing
# what is going on.
#
# Two words are used throughout. A *batch* is a pair `(inputs, targets)` of tensors whose first
# dimension counts samples. A *loader* is anything that a `for` loop can go through again and
# again and that gives batches: a `DataLoader`, or a list of batches. Its last batch may be
# smaller than the others.
#
# You write in `training.py`. The next cell is given: it holds what several exercises share.

# %%
import copy
import functools
import itertools
import math
import random
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


class History:
    """The mean loss of each epoch: on the training part and on the validation part."""

    def __init__(self, train=(), valid=()):
        self.train, self.valid = list(train), list(valid)

    def __repr__(self):
        return f"History(train={self.train}, valid={self.valid})"


class Callback:
    """Something that a Trainer calls while it fits. Each method may be overridden."""

    def on_fit_start(self, trainer):
        """Called once, before the first epoch."""

    def on_epoch_end(self, trainer, epoch, logs):
        """Called after each epoch, which is counted from 0; logs holds its losses by name."""

    def on_fit_end(self, trainer):
        """Called once, after the last epoch."""


@functools.cache
def pictures(part, count):
    """The first pictures of clothing in data/fashion, made small: [count, 7, 7], 0 to 1."""
    here = Path.cwd()
    places = [folder / "data" / "fashion" for folder in (here, *here.parents)]
    folder = next((place for place in places if place.is_dir()), places[0])
    with np.load(folder / f"{part}.npz", allow_pickle=False) as arrays:
        images, labels = arrays["images"][:count], arrays["labels"][:count]
    # The sum of each block of 4 × 4 pixels, in 16 steps from dark to bright.
    steps = images.reshape(count, 7, 4, 7, 4).sum(axis=(2, 4)) // 256
    return torch.from_numpy(steps / 15).float(), torch.from_numpy(labels)


def picture_loaders(seed):
    """Loaders of 200 training and 80 validation pictures; the seed sets the order."""
    generator = torch.Generator().manual_seed(seed)
    train, valid = (TensorDataset(*pictures(*part)) for part in [("train", 200), ("valid", 80)])
    return (
        DataLoader(train, batch_size=32, shuffle=True, generator=generator),
        DataLoader(valid, batch_size=32, generator=generator),
    )


def picture_model():
    """A small network for these pictures: ten scores, one a class, for each."""
    return nn.Sequential(
        nn.Flatten(), nn.Linear(49, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 10)
    )

# %% [markdown]
# The pictures are a real data set made small: Fashion-MNIST, articles of clothing of ten kinds.
# So small that you can train on them in a second, and so coarse that the task stays hard.

# %% [markdown]
# ## 1. linreg
#
# **Goal:** train a linear model with nothing but tensors and `backward()`.
#
# **Why it matters:** a model, a loss, an optimizer and a loader are four small functions. Once
# you have written each of them in a line or two, nothing that PyTorch does for you later is magic.
#
# Write four functions:
#
# - `linreg(X, w, b)` gives the predictions `X w + b`, a matrix product.
# - `squared_loss(y_hat, y)` gives ½ (ŷ − y)² for each element: no mean, no sum. `y` holds as many
#   numbers as `y_hat`, maybe in another shape; it is reshaped to the shape of `y_hat` first.
#   Without that, `[N, 1]` minus `[N]` would be an N × N matrix: every prediction compared with
#   every target.
# - `sgd(params, lr, batch_size)` changes each parameter *in place* to
#   `parameter − lr · gradient / batch_size`. It divides because you will call `backward()` on the
#   sum over a batch. Then it sets the gradients to zero, or to `None`: either is right. Work under
#   `with torch.no_grad():`, or PyTorch refuses to change a parameter in place.
# - `data_iter(batch_size, X, y, generator)` gives batches `(X[chosen], y[chosen])` of one epoch:
#   every sample exactly once, in a random order drawn from `generator` (a `torch.Generator`), so a
#   new order at each call. The last batch holds what is left over. Nothing else of PyTorch's
#   random numbers is touched. Hand the batches out with `yield`, or return a list of them.
#
# | what | shape |
# |---|---|
# | `X` | `[N, D]` |
# | `w`, `b` | `[D, 1]`, `[1]` |
# | `y` | `[N]` or `[N, 1]` |
# | `linreg(X, w, b)` | `[N, 1]` |
# | `squared_loss(y_hat, y)` | that of `y_hat` |
# | a batch of `data_iter` | `[B, D]`, and `[B]` or `[B, 1]` as `y` |
#
# **Worked example.** With `w = [[2.], [-3.]]`, `b = [10.]` and `X = [[1., 1.], [0., 2.]]` the
# predictions are `[[9.], [4.]]`. Against `y = [8., 4.]` the losses are `[[0.5], [0.]]`. Now call
# `backward()` on their sum: the gradient of `w` is `(9 − 8) · [1, 1] + 0 = [[1.], [1.]]`, and
# `sgd([w, b], lr=0.2, batch_size=2)` makes it `w = [[1.9], [-3.1]]`, `b = [9.9]`.
#
# With five samples and `batch_size=2`, `data_iter` gives batches of 2, 2 and 1.

# %% exercise="linreg"
def linreg(X, w, b):
    """The linear model: X [N, D], w [D, 1], b [1] to predictions [N, 1]."""
    raise NotImplementedError("linreg: write this part")


def squared_loss(y_hat, y):
    """Half the squared error of each element, in the shape of y_hat."""
    raise NotImplementedError("linreg: write this part")


def sgd(params, lr, batch_size):
    """One step of gradient descent, in place; the gradients are zero afterwards."""
    raise NotImplementedError("linreg: write this part")


def data_iter(batch_size, X, y, generator):
    """The batches of one epoch, in an order drawn from the generator."""
    raise NotImplementedError("linreg: write this part")

# %% [markdown]
# Try it: make data from a known line with a little noise, forget the line, and find it again. The
# left picture shows how fast the loss falls, on a logarithmic scale: first by a constant factor
# an epoch, then no further, because the noise cannot be learnt. On the right each dot is a sample;
# the closer to the diagonal, the better it is predicted.

# %% [markdown]
# ## 2. train_step
#
# **Goal:** write the step that every training loop repeats.
#
# **Why it matters:** a new model is in training mode, so a loop that never asks for it works, until
# somebody measures in evaluation mode before it or between two epochs. From then on dropout does
# nothing and batch norm learns no statistics. Five lines, in the right order, are the whole secret.
#
# `train_step(model, batch, loss_fn, optimizer)` does this, once:
#
# 1. put the model in training mode, whatever mode it is in;
# 2. clear the old gradients, because PyTorch *adds* each new gradient to what is already there:
#    those of the parameters that the optimizer holds, or all of the model's, either is right;
# 3. compute `loss_fn(model(inputs), targets)`, in this order of arguments;
# 4. `backward()`;
# 5. let the optimizer take one step.
#
# Clearing may come anywhere before `backward()`. When the function returns, `.grad` still holds
# this batch's gradients, so that whoever calls it can look at them; the model stays in training
# mode. The result is the loss of step 3, that is from before the step, as a Python `float`:
# `loss.item()`. A tensor would keep the whole graph of the computation alive as long as you keep
# the loss.
#
# | what | shape |
# |---|---|
# | `batch` | a pair: inputs `[B, ...]`, targets |
# | `loss_fn(outputs, targets)` | a tensor with one number, `[]` |
# | result | a `float` |
#
# **Worked example.** `model = nn.Linear(1, 1)` with weight 2 and bias 0, one sample `x = 3` with
# target 5, loss the squared error, `optimizer = SGD(lr=0.1)`. The output is 6, the loss
# `(6 − 5)² = 1`. The gradients are `2 · 1 · 3 = 6` for the weight and 2 for the bias. The step
# makes the weight `2 − 0.1 · 6 = 1.4` and the bias `−0.2`. `train_step` returns `1.0`.

# %% exercise="train_step"
def train_step(model, batch, loss_fn, optimizer):
    """One step of training on one batch; gives the loss before the step, a float."""
    raise NotImplementedError("train_step: write this part")

# %% [markdown]
# Try it: the same batch again and again. The loss has to fall; that it can learn one batch by
# heart is the first thing to ask of a new training loop.

# %% [markdown]
# ## 3. valid_step
#
# **Goal:** measure the loss on a batch without changing anything.
#
# **Why it matters:** a measurement that moves what it measures is worthless. A model that is left
# in training mode learns the statistics of the validation data through its batch norms, and one
# that is not put back trains without dropout from the second epoch on. That last part is easy to
# forget.
#
# `valid_step(model, batch, loss_fn)` gives `loss_fn(model(inputs), targets)` as a `float`
# (`loss.item()`), computed
#
# - in evaluation mode (`model.eval()`), and
# - without building a graph: no gradient could be computed from it, and no memory is spent.
#
# Afterwards all is as it was: parameters, buffers, gradients, and the mode of **every** submodule.
# Some may have been in training mode and others not, as with a batch norm that is kept frozen:
# `model.train()` at the end would set them all alike.
#
# | what | shape |
# |---|---|
# | `batch` | a pair: inputs `[B, ...]`, targets |
# | result | a `float` |
#
# **Worked example.** `model = nn.Dropout(0.5)` in training mode, inputs `[2., 4.]`, targets
# `[1., 1.]`, loss the mean squared error. In evaluation mode dropout passes its input on as it is,
# so the result is `((2 − 1)² + (4 − 1)²) / 2 = 5.0`, every time. Afterwards `model.training` is
# `True` again.

# %% exercise="valid_step"
def valid_step(model, batch, loss_fn):
    """The loss on one batch in evaluation mode, a float; the model is left as it was."""
    raise NotImplementedError("valid_step: write this part")

# %% [markdown]
# ## 4. train_epoch
#
# **Goal:** train once over all the data, and say what the loss was.
#
# **Why it matters:** the number that you print after each epoch is what you decide by. If it is
# the mean of the batches' means, a last batch of 3 samples counts as much as a full one of 32.
#
# `train_epoch(model, loader, loss_fn, optimizer)` takes one training step, as in `train_step`, on
# each batch of the loader, in order. It returns, as a `float`, the mean loss **over samples**:
#
# mean = Σ (loss of batch · samples in batch) / Σ (samples in batch)
#
# `loss_fn` gives the mean over its batch. Each batch's loss is the one before its own step, as
# `train_step` returns it. The samples of a batch are counted by the first dimension of its inputs.
# Go through the loader once, and ask it for nothing but batches: it may be a list or a generator.
# Don't add up loss *tensors*: each drags its whole graph along, and memory grows with every batch.
#
# | what | shape |
# |---|---|
# | `loader` | gives pairs: inputs `[B, ...]`, targets; B may differ from batch to batch |
# | result | a `float` |
#
# **Worked example.** Two batches, one of 3 samples with loss 1.0 and one of 1 sample with loss 5.0.
# The mean over samples is `(3 · 1 + 1 · 5) / 4 = 2.0`. The mean of the two batches' means would be
# 3.0.

# %% exercise="train_epoch"
def train_epoch(model, loader, loss_fn, optimizer):
    """One training step on each batch; gives the mean loss over all samples, a float."""
    raise NotImplementedError("train_epoch: write this part")

# %% [markdown]
# Try it on the pictures of clothing. Then change `lr` to 5 and see what a step that is too long
# does.

# %% [markdown]
# ## 5. Three styles
#
# **Goal:** write the same training three times: as a script, as a function, as a class.
#
# **Why it matters:** you will meet all three. A script shows everything and is changed by hand. A
# function can be called again with another model. A class keeps model, loss and optimizer together
# and lets others hook in; Keras's `Model` and Lightning's `Trainer` are such classes. They differ
# in form only: from the same seed they have to give **the same numbers**.
#
# In all three an epoch is: train once over the training loader, as in `train_epoch`, then measure
# the validation loss once: evaluation mode, no graph, mean over samples. Both means go into a
# `History`, whose lists `train` and `valid` get one number an epoch. You may call the functions
# that you have written above.
#
# **The script.** `train_script(seed)` takes nothing from outside. It calls
# `torch.manual_seed(seed)`, then makes its model by `picture_model()` and its loaders by
# `picture_loaders(seed)`, both given above. It trains for 5 epochs with `F.cross_entropy` and
# `torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)`, and returns the `History`. The same
# seed gives the same history each time. All that takes a fraction of a second; grading trains in
# the three styles too, and allows a few seconds for each.
#
# **The function.** `fit(model, loss_fn, optimizer, train, valid, epochs)` trains the model that it
# is given, with the optimizer that it is given, and returns the `History`. Here `valid` is always a
# loader; what happens with `None` is yours to choose.
#
# **The class.** `Trainer(model)` keeps the model as `trainer.model`.
#
# | method | what it does |
# |---|---|
# | `compile(optimizer, loss_fn)` | remembers both |
# | `fit(train, valid=None, epochs=1, callbacks=())` | trains, returns a new `History` |
# | `evaluate(loader)` | the mean loss over the loader's samples, a `float` |
# | `predict(loader)` | the outputs for all inputs of the loader, joined: `[N, ...]` |
# | `summary()` | a text, see below |
#
# - `fit` and `evaluate` raise a `RuntimeError` if `compile` has not been called.
# - Without a `valid` loader the history's `valid` stays empty.
# - `evaluate` and `predict` work in evaluation mode, build no graph, and leave every submodule's
#   mode as it was. `predict` takes the inputs of each batch, keeps their order, and needs no
#   `compile`.
# - `trainer.history` is the `History` of the latest `fit`, also while it is running. Before the
#   first `fit` it may be anything. A second `fit` goes on with the model as it is, and starts a new
#   history.
# - `callbacks` are objects of the class `Callback` given above. `fit` calls `on_fit_start(trainer)`
#   once, `on_epoch_end(trainer, epoch, logs)` after each epoch, and `on_fit_end(trainer)` once; of
#   several callbacks in the order of the list. `epoch` counts from 0. `logs` is a dict with the
#   epoch's losses, `{"train": …, "valid": …}`, without `"valid"` if there is no such loader. They
#   are in `trainer.history` by then.
# - `trainer.should_stop` is set to `False` when `fit` begins. If a callback sets it to `True` in
#   its `on_epoch_end`, the epoch's other callbacks are still called, then no further epoch is
#   begun, and `on_fit_end` follows. Elsewhere callbacks do not set it.
# - `summary` returns one line for each direct child of the model, that is for each pair which
#   `model.named_children()` gives: its name, its class's name and the number of its parameters,
#   with blanks between them. The parameters of a child's own children are counted with it; they get
#   no line. A last line holds `total` and the number of parameters of the whole model, in which a
#   shared parameter counts once.
#
# **Worked example.** For `nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))` the summary
# is, give or take blanks,
#
# ```
# 0      Linear  16
# 1      ReLU     0
# 2      Linear  10
# total  26
# ```
#
# An epoch with training batches of 3 and 1 samples, with losses 1.0 and 5.0, and validation batches
# of 2 and 2 samples, with losses 2.0 and 4.0, adds `2.0` to `history.train` and `3.0` to
# `history.valid`.

# %% exercise="three_styles"
def train_script(seed):
    """Train the picture model from scratch; gives the History of its 5 epochs."""
    raise NotImplementedError("three_styles: write this part")


def fit(model, loss_fn, optimizer, train, valid, epochs):
    """Train the model; gives the History of its epochs."""
    raise NotImplementedError("three_styles: write this part")


class Trainer:
    """A model with all that it takes to train, measure and use it."""

    def __init__(self, model):
        raise NotImplementedError("three_styles: write this part")

    def compile(self, optimizer, loss_fn):
        """Set what `fit` and `evaluate` use."""
        raise NotImplementedError("three_styles: write this part")

    def fit(self, train, valid=None, epochs=1, callbacks=()):
        """Train for some epochs; gives their History."""
        raise NotImplementedError("three_styles: write this part")

    def evaluate(self, loader):
        """The mean loss over all samples of the loader, a float."""
        raise NotImplementedError("three_styles: write this part")

    def predict(self, loader):
        """The outputs for all inputs of the loader, in order: [N, ...]."""
        raise NotImplementedError("three_styles: write this part")

    def summary(self):
        """A text: each child's name, class and number of parameters, and the total."""
        raise NotImplementedError("three_styles: write this part")

# %% [markdown]
# Try it: three styles, one seed. Each row has to be the same three times.

# %% [markdown]
# ## 6. EarlyStopping
#
# **Goal:** stop training when it no longer helps, and go back to the best weights.
#
# **Why it matters:** the training loss nearly always goes on falling. The validation loss does not:
# at some point the network begins to learn its training samples by heart. The best model is then
# some epochs *behind* you, and it is lost unless you kept a copy.
#
# `EarlyStopping(patience, mode="min", min_delta=0)` watches one value an epoch.
#
# `step(value, model)` takes the latest value, a `float`, and the model that reached it. The value
# is an *improvement* if it is better than the best so far by **more** than `min_delta`: smaller
# with `mode="min"`, larger with `mode="max"`. A tie is no improvement. NaN ("not a number": a
# training that has blown up) is none either, even as the very first value. The first value that is
# not NaN always is one.
#
# - On an improvement it keeps the value as `best_value` and a **copy** of the model's
#   `state_dict()` as `best_state`. A `state_dict` holds the live tensors: without a copy, the
#   "best" weights go on changing with the model.
# - It returns `True` if the latest `patience` calls in a row, this one included, were no
#   improvements, else `False`. After an improvement the count starts again at nothing.
#
# `best_value` and `best_state` are `None` before any improvement. `restore(model)` loads the best
# state into the model, or raises a `RuntimeError` if there is none. Training the model after
# `restore` must not change `best_state`. `EarlyStopping` raises a `ValueError` for a `patience`
# below 1 and for a mode that is neither `"min"` nor `"max"`.
#
# | call | `best_value` | no improvement in a row | returns |
# |---|---|---|---|
# | `step(0.75, model)` | 0.75 | 0 | `False` |
# | `step(0.5, model)` | 0.5 | 0 | `False` |
# | `step(0.5, model)` | 0.5 | 1 | `False` |
# | `step(nan, model)` | 0.5 | 2 | `True` |
# | `step(0.25, model)` | 0.25 | 0 | `False` |
#
# **Worked example.** The table is for `patience=2`. With `min_delta=0.5` the second value would be
# no improvement: 0.5 is better than 0.75, but only by 0.25. The best value then stays 0.75, and
# the third call already returns `True`.

# %% exercise="early_stopping"
class EarlyStopping:
    """Says when a value has stopped getting better, and keeps the best model's state."""

    def __init__(self, patience, mode="min", min_delta=0):
        raise NotImplementedError("early_stopping: write this part")

    def step(self, value, model):
        """Take the latest value; True if it is time to stop."""
        raise NotImplementedError("early_stopping: write this part")

    def restore(self, model):
        """Load the best state into the model."""
        raise NotImplementedError("early_stopping: write this part")

# %% [markdown]
# Try it: a validation loss that falls, then rises again. The dot is the state that `restore` goes
# back to; the dashed line is where training stops, `patience` epochs later.

# %% [markdown]
# ## 7. BestCheckpoint
#
# **Goal:** keep the best model in a file while training goes on.
#
# **Why it matters:** what is only in memory is lost when the machine restarts. A file that always
# holds the best weights so far can be used while training still runs.
#
# `BestCheckpoint(path, monitor="valid", mode="min")` inherits from `Callback`, so that a `Trainer`
# can call it.
#
# - `step(value, model)` compares the value, a `float`, with the best so far: smaller is better with
#   `mode="min"`, larger with `mode="max"`. If it is better, it becomes `best_value`, the file at
#   `path` is written, and the result is `True`. Otherwise the file is left alone and the result is
#   `False`. A tie and NaN are not better; the first value that is not NaN is. `best_value` is
#   `None` before that. Another mode is never given; refuse it or not, as you like.
# - The file holds the model's `state_dict()` and nothing else, written with `torch.save`, so that
#   `torch.load(path, weights_only=True)` reads it. Never the whole model: that could only be read
#   by running code from the file.
# - `monitor` says which of an epoch's losses is watched: `"valid"` or `"train"`, as the `Trainer`
#   names them in `logs`. `on_epoch_end(trainer, epoch, logs)` takes a step with the value
#   `logs[monitor]` and `trainer.model`. If `logs` has no such name, what happens is yours to
#   choose; a `KeyError` is a good answer, because it says at once that nothing would be kept.
# - `load(model)` loads what is in the file into the model. It reads the file, so a new
#   `BestCheckpoint` with the same path can do it too. If there is no file, the `FileNotFoundError`
#   that `torch.load` raises gets out.
#
# | after | `best_value` | in the file |
# |---|---|---|
# | `step(0.5, model)` → `True` | 0.5 | the weights at the first call |
# | `step(0.5, model)` → `False` | 0.5 | the weights at the first call |
# | `step(nan, model)` → `False` | 0.5 | the weights at the first call |
# | `step(0.25, model)` → `True` | 0.25 | the weights at the fourth call |
#
# **Worked example.** The table shows four epochs, with other weights each time. With
# `mode="max"` the last call would return `False` too: 0.25 is less than 0.5.

# %% exercise="best_checkpoint"
class BestCheckpoint(Callback):
    """Writes the model's state to a file whenever the watched value is the best so far."""

    def __init__(self, path, monitor="valid", mode="min"):
        raise NotImplementedError("best_checkpoint: write this part")

    def step(self, value, model):
        """Save the model if the value is the best so far; says whether it was."""
        raise NotImplementedError("best_checkpoint: write this part")

    def on_epoch_end(self, trainer, epoch, logs):
        """Take a step with the watched value."""
        raise NotImplementedError("best_checkpoint: write this part")

    def load(self, model):
        """Load the file's state into the model."""
        raise NotImplementedError("best_checkpoint: write this part")

# %% [markdown]
# Try it: both tools at work in a `Trainer`. `EarlyStopping` knows nothing of trainers, so a small
# callback stands between them. Training ends by itself, and the weights that it ends with are not
# the best ones: those come back from the file, and from memory.

# %% [markdown]
# ## 8. clip_gradients
#
# **Goal:** keep one bad batch from throwing the weights far away.
#
# **Why it matters:** in recurrent networks, and wherever the loss has cliffs, a gradient can be
# thousands of times longer than usual. One such step undoes hours of training. Clipping shortens
# the gradient and keeps its direction.
#
# `clip_gradients(params, max_norm)` treats all gradients together as *one* long vector. Its norm is
# the root of the sum of the squares of all its numbers. If the norm is larger than `max_norm`,
# every gradient is multiplied by `max_norm / norm`; otherwise all stay as they are. The new
# gradients stand in the parameters' `.grad` afterwards. The result is the norm **before**, as a
# `float`.
#
# - `params` is any iterable of parameters; `model.parameters()`, which can be gone through only
#   once, is one. `max_norm` is larger than 0.
# - The gradients and their norm are finite: no NaN, no infinity.
# - A parameter whose `.grad` is `None` is left out. If there is no gradient at all, the norm is
#   `0.0`.
# - A small difference is allowed: PyTorch divides by `norm + 1e-6`.
# - Forbidden is what `torch.nn.utils` has for this, under any name: `clip_grad_norm_`, and its two
#   halves `get_total_norm` and `clip_grads_with_norm_`. All else is allowed, `tensor.norm()` and
#   `torch.linalg.vector_norm` too.
#
# | what | shape |
# |---|---|
# | each parameter and its gradient | any |
# | result | a `float` |
#
# **Worked example.** Two parameters with gradients `[3.]` and `[[4., 0.]]`. The norm is
# `√(9 + 16 + 0) = 5`. With `max_norm=1` the gradients become `[0.6]` and `[[0.8, 0.]]`; with
# `max_norm=10` they stay. Both times the result is `5.0`. Clipping each gradient on its own would
# give `[1.]` and `[[1., 0.]]`: another direction.

# %% exercise="clip_gradients"
def clip_gradients(params, max_norm):
    """Scale all gradients so that their common norm is at most max_norm; gives the norm before."""
    raise NotImplementedError("clip_gradients: write this part")

# %% [markdown]
# Try it: downhill on w⁴, which is flat in the middle and steep outside, from w = 4. There the
# gradient is 256. The first step throws w to the other side, further out, where the gradient is
# larger still: each step is longer than the one before. With gradients cut to a length of 10, the
# same rate leads down from the same start, slowly where the slope is small.

# %% [markdown]
# ## 9. warmup_cosine
#
# **Goal:** write the schedule by which most large networks are trained.
#
# **Why it matters:** at the start the weights are random and so are the directions of the first
# steps: they should be short. At the end the weights are nearly right: the steps should be short
# again. In between they may be long.
#
# `warmup_cosine(step, warmup, total, base)` gives the learning rate for a step, a `float`:
#
# - for `step < warmup`: `base · (step + 1) / warmup`, a straight line that reaches `base` with the
#   last warm-up step;
# - from `step = warmup` on, half a cosine from `base` down to 0 at `step = total`:
#   `base · ½ · (1 + cos(π · (step − warmup) / (total − warmup)))`;
# - for `step ≥ total`: 0.
#
# `step` counts from 0. `warmup` may be 0, and `total` is larger than `warmup`.
#
# | what | kind |
# |---|---|
# | `step`, `warmup`, `total` | `int` |
# | `base`, result | `float` |
#
# **Worked example.** `warmup=2`, `total=6`, `base=0.4`. The rates of steps 0 to 7 are 0.2, 0.4,
# 0.4, 0.3414, 0.2, 0.0586, 0, 0. At step 4, half-way from 2 to 6, the cosine is 0 and the rate
# half of `base`.

# %% exercise="warmup_cosine"
def warmup_cosine(step, warmup, total, base):
    """The learning rate of a step: a linear rise to base, then half a cosine down to 0."""
    raise NotImplementedError("warmup_cosine: write this part")

# %% [markdown]
# Try it: the schedule as a picture. In a training loop, `torch.optim.lr_scheduler.LambdaLR` with
# `lambda step: warmup_cosine(step, 20, 200, 1.0)` multiplies an optimizer's rate by it.

# %% [markdown]
# ## 10. seed_everything
#
# **Goal:** make a run repeat itself, number for number.
#
# **Why it matters:** if two runs of the same code differ, you cannot tell whether your change made
# the difference. Random numbers come from several places, and each has a seed of its own.
#
# `seed_everything(seed)` calls `random.seed`, `np.random.seed` and `torch.manual_seed` with the
# seed, an `int` from 0 to 2³² − 1.
#
# That is enough in one process. A `DataLoader` with workers loads its samples in other processes.
# There PyTorch sets its own seed, another one in each worker and each epoch, and Python's and
# NumPy's random numbers should follow it. Today's PyTorch seeds all three; older versions left
# NumPy alone, and all workers drew the same "random" numbers from it. Here you write it down
# yourself: then it holds in every version, and it is clear where to seed a library with random
# numbers of its own. So the result is a dict with the two arguments that such a loader takes; use
# it as `DataLoader(dataset, num_workers=2, **seed_everything(0))`:
#
# - `"generator"`: a new `torch.Generator`, seeded with the seed. It sets the order of the samples.
# - `"worker_init_fn"`: the function `seed_worker`, which you write as well. A worker calls it with
#   its number when it starts. It passes `torch.initial_seed() % 2**32`, which is the worker's own
#   seed cut to 32 bits, on to `random.seed` and `np.random.seed`. PyTorch's own random numbers it
#   leaves alone.
#
# | what | kind |
# |---|---|
# | `seed` | `int` |
# | result | a dict with the keys `"generator"` and `"worker_init_fn"` |
#
# **Worked example.** After `seed_everything(0)`, `random.random()` is 0.8444, `np.random.rand()` is
# 0.5488 and `torch.rand(1)` is 0.4963. Call it again, and the same three numbers come again. In a
# worker whose `torch.initial_seed()` is `2**32 + 7`, the function seeds `random` and NumPy with 7.

# %% exercise="seed_everything"
def seed_worker(worker_id):
    """Called at the start of a loader's worker, where PyTorch has its seed already."""
    raise NotImplementedError("seed_everything: write this part")


def seed_everything(seed):
    """Seed Python, NumPy and PyTorch; gives the keywords that make a DataLoader follow."""
    raise NotImplementedError("seed_everything: write this part")

# %% [markdown]
# Try it: two runs, number for number the same. Take the call out, and they differ.

# %% [markdown]
# ## 11. lr_finder
#
# **Goal:** find a good learning rate in one short run.
#
# **Why it matters:** no other number matters as much. Too small, and nothing happens; too large,
# and the loss explodes. Instead of ten whole trainings you take a few steps with rates that grow,
# and look at the curve.
#
# `lr_finder(model, loader, loss_fn, lrs)` tries the rates in order. For each rate it takes the next
# batch, starting over when the loader is through (go through the loader anew, or through the same
# batches again: either is right), and
#
# 1. computes the loss in training mode, as in `train_step`, and writes it down;
# 2. takes one step of plain gradient descent with this rate, `parameter − rate · gradient`.
#
# The steps add up: each rate goes on from where the one before it arrived. So the loss of the first
# rate is that of the untouched model, and what a rate does shows in the loss of the next one. The
# result is a list with one `float` a rate, also if the losses become infinite or NaN on the way.
#
# Afterwards the model is as before: parameters (the same objects, with the values that they had),
# buffers, and the mode of every submodule. Only `.grad` may be anything.
#
# | what | kind |
# |---|---|
# | `lrs` | a list of `float`, of any length |
# | result | a list of `float`, as long |
#
# **Worked example.** A model with a single weight `w = 1` gives `w · x`. There is one batch,
# `x = 1` with target 0, and the loss is the squared error: the loss is w², its gradient 2w. For
# `lrs = [0.25, 0.5, 1.0]`: the loss is 1.0 and the step makes `w = 1 − 0.25 · 2 = 0.5`; the loss is
# 0.25 and the step makes `w = 0.5 − 0.5 · 1 = 0`; the loss is 0. The result is `[1.0, 0.25, 0.0]`,
# and `w` is 1 again.

# %% exercise="lr_finder"
def lr_finder(model, loader, loss_fn, lrs):
    """The loss at each learning rate of a growing series; the model is restored."""
    raise NotImplementedError("lr_finder: write this part")

# %% [markdown]
# Try it. On the left of the picture the rates are too small to change anything; then the loss
# falls; on the right it explodes. A good rate is where the curve falls steeply, well before its
# lowest point.

# %% [markdown]
# ## 12. plot_history
#
# **Goal:** draw the picture that tells how a training went.
#
# **Why it matters:** two curves say more than a page of numbers. Both high: the model is too weak,
# or the rate too small. Training low and validation rising: it learns by heart. Both jumping up and
# down: the rate is too large.
#
# `plot_history(history)` draws a `History` on one pair of axes of a **new** figure and returns the
# figure (`matplotlib.figure.Figure`).
#
# - One line labelled `train` and one labelled `valid`, with the losses of these lists of the
#   history. An empty list gets no line; `history.train` is never empty.
# - The x values are the epochs, counted from 1. So both lines start at 1.
# - The axes are labelled: x `epoch`, y `loss`.
# - There is a legend that names the lines.
#
# Colours, markers, title and size are yours. Another call must not draw into the same figure. Best
# make it with pyplot, by `plt.subplots` or `plt.figure`: then a notebook shows it of itself.
#
# | what | kind |
# |---|---|
# | `history.train`, `history.valid` | lists of `float`, one an epoch |
# | result | a `Figure` with one axes |
#
# **Worked example.** For `History(train=[0.9, 0.5, 0.3], valid=[1.0, 0.7, 0.8])` the line `train`
# goes through (1, 0.9), (2, 0.5), (3, 0.3), and the line `valid` through (1, 1.0), (2, 0.7),
# (3, 0.8).

# %% exercise="plot_history"
def plot_history(history):
    """Draw the losses of a History over its epochs; gives the Figure."""
    raise NotImplementedError("plot_history: write this part")

# %% [markdown]
# Try it: 40 epochs on the pictures. The training loss goes on falling, the validation loss turns
# after some ten epochs: from there on the network only learns its 200 pictures by heart.

# %% [markdown]
# ## 13. Progress
#
# **Goal:** show how far an epoch has come, without spoiling log files.
#
# **Why it matters:** somebody who waits wants to see that something moves. A file or a build log
# that gets the same output is filled with thousands of half lines. So a good bar asks first whether
# a person is watching.
#
# `Progress(iterable, text, stream=None)` wraps a loader, or anything else that can be iterated.
# Going through it gives the same items in the same order, each as soon as the wrapped object gives
# it, and it can be gone through again if the wrapped object can. `len(progress)` is the length of
# what is wrapped. So it stands wherever a loader stands:
# `fit(model, loss_fn, optimizer, Progress(train, "train"), valid, epochs)`.
#
# Meanwhile it writes to `stream`, or to `sys.stderr` if that is `None`: the one that `sys.stderr`
# is when the loop begins.
#
# - If the stream is not a terminal (`stream.isatty()` is false), it writes nothing at all.
# - On a terminal it writes the bar once before the first item and once after each item is done
#   with, that is when the next one is asked for. `"\r"` takes the cursor back to the start of the
#   line, so each bar overwrites the one before. After the last bar comes a `"\n"`.
# - A bar is `"\r"`, the text, a blank, and `[####................] 3/15`: in the brackets 20
#   characters, of which `20 · done // total` are `#` and the others `.`; behind them the number of
#   items that are done, `/`, and their total.
# - For an empty iterable the one bar is 20 dots and `0/0`.
# - If what is wrapped has no length (`len` raises a `TypeError`), a bar is `"\r"`, the text, a
#   blank, and the number of items that are done.
# - After each bar the stream is flushed, or nothing would be seen until the end.
#
# What is written when the loop is left early, by `break` or by an error, is yours to choose.
#
# | what | kind |
# |---|---|
# | `iterable` | anything that `for` can go through |
# | `text` | `str` |
# | `stream` | has `write`, `flush` and `isatty`, as every text file has |
#
# **Worked example.** `for item in Progress(["a", "b"], "load")` on a terminal: before `a` it writes
# `"\rload [....................] 0/2"`, when `b` is asked for
# `"\rload [##########..........] 1/2"`, and at the end `"\rload [####################] 2/2"` and
# `"\n"`.

# %% exercise="progress_bar"
class Progress:
    """An iterable that draws a bar on a terminal while somebody goes through it."""

    def __init__(self, iterable, text, stream=None):
        raise NotImplementedError("progress_bar: write this part")

    def __len__(self):
        raise NotImplementedError("progress_bar: write this part")

    def __iter__(self):
        raise NotImplementedError("progress_bar: write this part")

# %% [markdown]
# Try it. A notebook's output is no terminal, so nothing would show here. The next cell pretends to
# be one and prints what a terminal would get.
