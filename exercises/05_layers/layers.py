# %% [markdown]
# # Layers of your own
#
# A *layer* is a rule that turns one tensor into another. PyTorch brings many; this unit is about
# the ones that it does not bring, and about what stands inside the ones that it does. You write
# twelve layers: some that learn nothing, some that learn a little, and some that you have used
# for a long time without looking inside.
#
# A layer that learns keeps its numbers in an `nn.Parameter`: a tensor that is registered as soon
# as you assign it to `self`, so that an optimizer finds it. What a layer has to remember but does
# not learn is a *buffer*: it is saved and moved like a parameter, and never trained.
#
# You write in `layers.py`. The notebook beside it shows what each layer is for, lets you try it
# out, and checks it. In the tables of shapes, `...` stands for any number of leading dimensions,
# none included. The tensors hold floating-point numbers, unless a table says otherwise.

# %%
import math

import torch
from torch import nn
from torch.nn import functional as F

# %% [markdown]
# ## 1. CenteredLayer
#
# **Goal:** write a layer without parameters, which takes the mean of its input away.
#
# **Why it matters:** a layer need not learn. Any rule that you can write with PyTorch operations
# can stand in a network between others, and gradients flow through it without a line from you.
#
# `CenteredLayer()` gives `x - m`, where `m` is the mean of *all* numbers in `x`: one number,
# however many dimensions `x` has. The output has mean 0.
#
# - `x` itself stays as it is: the output is a new tensor.
# - Nothing is registered: no parameters, no buffers.
# - Gradients flow through both parts, `x` and `m`: the mean depends on `x` too.
#
# | what | shape |
# |---|---|
# | input `x` | any shape, with at least one floating-point number in it |
# | `m` | `[]`: a single number |
# | output | the shape of `x` |
#
# **Worked example.** The four numbers of `[[1., 2.], [3., 6.]]` have the mean 3. The output is
# `[[-2., -1.], [0., 3.]]`.

# %% exercise="centered_layer"
class CenteredLayer(nn.Module):
    """The input minus the mean of all its numbers; any shape, and the output has it too."""

    def forward(self, x):
        raise NotImplementedError("centered_layer: write this part")

# %% [markdown]
# Try it: a layer of your own stands in a network like any other. The mean of what comes out is 0,
# up to rounding.

# %% [markdown]
# ## 2. MyLinear
#
# **Goal:** write a fully connected layer with parameters that learn.
#
# **Why it matters:** this is the smallest layer that learns. It is also one that many people got
# wrong without noticing. A well-known book prints a version whose `forward` computes with
# `self.weight.data` and `self.bias.data`. Its outputs are right, and it does not learn:
# `.data` hands out the numbers without their history, so no gradient ever comes back to the
# parameters, and no optimizer ever moves them. Use `self.weight` itself.
#
# `MyLinear(in_units, units)` has two parameters, `weight` and `bias`, and gives
# `relu(x @ weight + bias)`. Mind the order of the sizes: the weight has one *row* for each input.
#
# - `weight` starts with random numbers from PyTorch, such as `torch.randn` gives: the same
#   `torch.manual_seed` gives the same start, another seed another one. `bias` may start as you
#   like.
# - Both learn: gradients reach them, and a step of an optimizer changes them.
#
# | what | shape |
# |---|---|
# | `weight` | `[in_units, units]` |
# | `bias` | `[units]` |
# | input `x` | `[..., in_units]` |
# | output | `[..., units]`, nothing below 0 |
#
# **Worked example.** Take `in_units=2`, `units=3`, weight `[[1., 0., 2.], [0., 1., -1.]]` and
# bias `[0., 1., 0.]`. For `x = [1., 3.]` the sum `x @ weight + bias` is `[1., 4., -1.]`; ReLU
# makes it `[1., 4., 0.]`.

# %% exercise="my_linear"
class MyLinear(nn.Module):
    """A fully connected layer with ReLU: relu(x @ weight + bias).

    Input [..., in_units], output [..., units]; weight [in_units, units], bias [units].
    """

    def __init__(self, in_units, units):
        super().__init__()
        raise NotImplementedError("my_linear: write this part")

    def forward(self, x):
        raise NotImplementedError("my_linear: write this part")

# %% [markdown]
# Try it: your layer and the book's learn the same task, from the same start. From left to right
# stand the training steps; lower is better. Yours should fall towards 0. The book's stays where it
# started: its `.data` cuts the way back for the gradients.

# %% [markdown]
# ## 3. Linear
#
# **Goal:** write `nn.Linear` from its parts, so that nobody can tell the two apart.
#
# **Why it matters:** a layer that other people use needs more than a `forward`: the names and
# shapes that saved files rely on, good start values, a way to draw them anew, and a text that
# says what it is.
#
# `Linear(in_features, out_features, bias=True)` gives `x @ weight.T + bias`. Here the weight has
# one row for each *output*, as in PyTorch.
#
# - Parameters `weight` and `bias`, so that a `state_dict` of `nn.Linear` loads into yours and
#   yours into `nn.Linear`.
# - With `bias=False` nothing is added. The name stays registered with no parameter behind it:
#   `self.register_parameter("bias", None)`. Then `layer.bias` is `None`, and the `state_dict`
#   holds the weight alone.
# - `reset_parameters()` draws every weight and every bias anew, uniformly between `-b` and `b`
#   with `b = 1 / sqrt(in_features)`. `__init__` calls it.
# - The attributes `in_features` and `out_features` keep the two sizes.
# - `extra_repr()` returns what stands in the brackets when the layer is printed:
#   `in_features=20, out_features=5, bias=True`.
# - Forbidden: `nn.Linear` itself, under any name. `F.linear` is allowed.
#
# | what | shape |
# |---|---|
# | `weight` | `[out_features, in_features]` |
# | `bias` | `[out_features]` |
# | input `x` | `[..., in_features]` |
# | output | `[..., out_features]` |
#
# **Worked example.** Take `in_features=2`, `out_features=1`, weight `[[2., -1.]]` and bias
# `[0.5]`. For `x = [3., 4.]` the output is `2·3 − 1·4 + 0.5 = 2.5`. The start values lie between
# `-0.7071` and `0.7071`, because `1 / sqrt(2)` is about `0.7071`.

# %% exercise="linear"
class Linear(nn.Module):
    """x @ weight.T + bias, interchangeable with nn.Linear.

    Input [..., in_features], output [..., out_features]; weight [out_features, in_features],
    bias [out_features] or None.
    """

    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        raise NotImplementedError("linear: write this part")

    def reset_parameters(self):
        raise NotImplementedError("linear: write this part")

    def forward(self, x):
        raise NotImplementedError("linear: write this part")

    def extra_repr(self):
        raise NotImplementedError("linear: write this part")

# %% [markdown]
# Try it: print both, and let one load the other's state. The two outputs are the same numbers.

# %% [markdown]
# ## 4. MyListDense
#
# **Goal:** keep several parameters of one layer in a list.
#
# **Why it matters:** a plain Python list keeps tensors, but PyTorch does not look inside it, and
# what PyTorch does not see is neither trained nor saved. `nn.ParameterList` is a list that it
# does see.
#
# `MyListDense()` has one `nn.ParameterList` in its attribute `params`: three matrices of shape
# `[4, 4]`, then one of shape `[4, 1]`. They are four separate parameters. The input is multiplied
# by each in turn, from the first to the last: `x @ params[0] @ params[1] @ params[2] @ params[3]`.
# Nothing stands between them.
#
# The matrices start with random numbers from PyTorch.
#
# | what | shape |
# |---|---|
# | `params[0]`, `params[1]`, `params[2]` | `[4, 4]` |
# | `params[3]` | `[4, 1]` |
# | input `x` | `[batch, 4]` |
# | output | `[batch, 1]` |
#
# **Worked example.** Let `params[0]` be 2 times the identity matrix, `params[1]` and `params[2]`
# the identity, and `params[3]` the column `[1., 1., 1., 1.]`. Then `x = [[1., 2., 3., 4.]]`
# becomes `[[2., 4., 6., 8.]]`, stays so twice, and gives `[[20.]]`.

# %% exercise="my_list_dense"
class MyListDense(nn.Module):
    """Four matrices of a ParameterList, one after the other: [batch, 4] to [batch, 1]."""

    def __init__(self):
        super().__init__()
        raise NotImplementedError("my_list_dense: write this part")

    def forward(self, x):
        raise NotImplementedError("my_list_dense: write this part")

# %% [markdown]
# ## 5. MyDictDense
#
# **Goal:** keep several parameters of one layer under names, and choose one at each call.
#
# **Why it matters:** a network can do something else each time that it is called. The parameter
# that was not used in a call gets no gradient from it.
#
# `MyDictDense()` has one `nn.ParameterDict` in its attribute `params`, with three matrices:
# `linear1`, `linear2` and `linear3`. `net(x, choice="linear1")` gives `x @ params[choice]`.
# Without a choice it is `linear1`. Any other name is an error, never a silent default: an
# `AttributeError`, as `nn.ParameterDict` raises by itself, or a `KeyError` or `ValueError` of your
# own. What happens with a choice that is no string, or with a name that `nn.ParameterDict` uses
# itself, such as `"keys"` or `"training"`, is not asked for.
#
# The matrices start with random numbers from PyTorch.
#
# | what | shape |
# |---|---|
# | `params["linear1"]` | `[4, 4]` |
# | `params["linear2"]` | `[4, 1]` |
# | `params["linear3"]` | `[4, 2]` |
# | input `x` | `[batch, 4]` |
# | output | `[batch, 4]`, `[batch, 1]` or `[batch, 2]`, by the choice |
#
# **Worked example.** Let `params["linear2"]` be the column `[1., 0., 0., -1.]`. Then
# `net(torch.tensor([[5., 2., 3., 4.]]), "linear2")` is `[[5 − 4]] = [[1.]]`.

# %% exercise="my_dict_dense"
class MyDictDense(nn.Module):
    """One of three matrices of a ParameterDict, chosen by name at each call.

    Input [batch, 4], output [batch, 4] (linear1), [batch, 1] (linear2) or [batch, 2] (linear3).
    """

    def __init__(self):
        super().__init__()
        raise NotImplementedError("my_dict_dense: write this part")

    def forward(self, x, choice="linear1"):
        raise NotImplementedError("my_dict_dense: write this part")

# %% [markdown]
# ## 6. QuadraticForm
#
# **Goal:** write a layer that multiplies its inputs with each other.
#
# **Why it matters:** a linear layer weighs each input alone. Here every *pair* of inputs has a
# weight. It is also a sum over two indices, which a loop makes slow and `torch.einsum` makes one
# line.
#
# `QuadraticForm(features, units)` has one parameter `weight`. Output number `k` of one sample `x`
# is the sum over all pairs `i, j` of `weight[i, j, k] · x[i] · x[j]`. Each sample of the batch is
# computed by itself.
#
# - The weight need not be symmetric: `weight[0, 1, k]` and `weight[1, 0, k]` are two numbers, and
#   both count.
# - The weight starts with random numbers from PyTorch.
# - Forbidden: `nn.Bilinear` and `F.bilinear`, under any name.
#
# | what | shape |
# |---|---|
# | `weight` | `[features, features, units]` |
# | input `x` | `[batch, features]` |
# | output | `[batch, units]` |
#
# **Worked example.** Take `features=2`, `units=1`, and let `weight[:, :, 0]` be
# `[[1., 2.], [3., 4.]]`. For `x = [[1., 2.]]` the output is
# `1·1·1 + 2·1·2 + 3·2·1 + 4·2·2 = 27`.

# %% exercise="quadratic_form"
class QuadraticForm(nn.Module):
    """y[b, k] = sum over i and j of weight[i, j, k] · x[b, i] · x[b, j].

    Input [batch, features], output [batch, units]; weight [features, features, units].
    """

    def __init__(self, features, units):
        super().__init__()
        raise NotImplementedError("quadratic_form: write this part")

    def forward(self, x):
        raise NotImplementedError("quadratic_form: write this part")

# %% [markdown]
# Try it: with two inputs and one output, a quadratic form is a landscape. Colour is the output;
# the two axes are the two inputs. With these weights it is `x0² + x1² + x0·x1`: a bowl, leaning to
# one side, with its bottom at 0.

# %% [markdown]
# ## 7. HalfFourier
#
# **Goal:** write a layer that turns a signal into the waves that it is made of.
#
# **Why it matters:** the Fourier transform says how much of each frequency is in a signal. For a
# signal of real numbers the second half of its result mirrors the first, so only one half is kept.
# Its numbers are complex: a real part and an imaginary part. Most layers cannot take complex
# numbers, so this one gives the two parts side by side.
#
# `HalfFourier()` takes `n` real numbers in the last dimension and gives the first `n // 2 + 1`
# coefficients: exactly those that `torch.fft.rfft` gives, which you may use. The real and the
# imaginary part stand in a *new last dimension* of size 2, the real part first.
#
# Nothing is registered: no parameters, no buffers. The output is a real tensor of the input's
# dtype, and gradients flow through it.
#
# | what | shape |
# |---|---|
# | input `x` | `[..., n]`, n even or odd, at least 1 |
# | output | `[..., n // 2 + 1, 2]` |
#
# **Worked example.** For `[1., 2., 3., 4.]` there are `4 // 2 + 1 = 3` coefficients:
# `10`, `-2 + 2i` and `-2`. The output is `[[10., 0.], [-2., 2.], [-2., 0.]]`. The first is always
# the sum of the signal.

# %% exercise="half_fourier"
class HalfFourier(nn.Module):
    """The first half of the Fourier coefficients of the last dimension.

    Input [..., n], output [..., n // 2 + 1, 2]: real and imaginary parts.
    """

    def forward(self, x):
        raise NotImplementedError("half_fourier: write this part")

# %% [markdown]
# Try it: a signal that swings 3 times, plus half of one that swings 10 times. The layer finds
# both: the bar chart shows the size of each coefficient. Only bars 3 and 10 stand up, bar 10 half
# as high as bar 3.

# %% [markdown]
# ## 8. MyDropout
#
# **Goal:** write dropout, which switches numbers off at random while a network trains.
#
# **Why it matters:** a network in which any number may be missing cannot lean on a single one.
# The price is that training and use differ, and a layer has to know which of the two is going on.
# `self.training` says it: `net.train()` sets it to `True`, `net.eval()` to `False`, in every
# submodule.
#
# `MyDropout(p)`, with `p` from 0 to 1:
#
# - **In training** each number of the input is set to 0 with probability `p`, independently of
#   all others. What is left is divided by `1 - p`. So the expected value of each output is the
#   input, and nothing needs to change later (this is called *inverted* dropout).
# - Each call draws a new *mask*, the pattern of what is dropped, with PyTorch's random numbers:
#   the same `torch.manual_seed` before the call gives the same mask.
# - **In evaluation** the output equals the input.
# - `p = 0` keeps everything. `p = 1` gives zeros, in the input's shape and dtype: no error, no
#   `nan`.
# - Gradients: a number that was kept has gradient `1 / (1 - p)`, one that was dropped has 0. With
#   `p = 1` every number is dropped: the input's gradient is a tensor of zeros, and `backward()`
#   works.
# - The input itself stays as it is. The output has its dtype. No parameters, no buffers.
# - Forbidden: any dropout that PyTorch brings, under any name. That is `nn.Dropout`, `F.dropout`,
#   `torch.dropout`, and their `1d`, `2d`, `3d`, `alpha` and `feature` relatives.
#
# | what | shape |
# |---|---|
# | input `x` | any shape, of floating-point numbers |
# | mask | the shape of `x` |
# | output | the shape of `x` |
#
# **Worked example.** Take `p = 0.5` and `x = [1., 2., 3., 4.]` in training. If the mask drops the
# first and the last number, the output is `[0., 4., 6., 0.]`: what is left is divided by
# `1 − 0.5`, that is, doubled. With `p = 0.8` what is left is multiplied by 5. In evaluation the
# output is `[1., 2., 3., 4.]`.

# %% exercise="my_dropout"
class MyDropout(nn.Module):
    """Inverted dropout: zero with probability p, else x / (1 - p); in evaluation x itself."""

    def __init__(self, p):
        super().__init__()
        raise NotImplementedError("my_dropout: write this part")

    def forward(self, x):
        raise NotImplementedError("my_dropout: write this part")

# %% [markdown]
# Try it: on the left one mask over an input of ones; dark is dropped. On the right the mean of
# more and more calls, for one number with the value 1: it settles near 1, because what is left was
# scaled up.

# %% [markdown]
# ## 9. MyBatchNorm1d
#
# **Goal:** write batch normalisation for inputs of shape `[N, C]`: N samples with C features.
#
# **Why it matters:** it keeps every feature of a layer's output at mean 0 and variance 1 while
# everything before it changes. It is also the classic case of a layer that behaves differently in
# training and in use, and that has to remember something without learning it.
#
# `MyBatchNorm1d(features, eps=1e-5, momentum=0.1)` is equal to `nn.BatchNorm1d` on such inputs,
# and each loads the other's `state_dict`. What it registers:
#
# | name | kind | shape | starts as |
# |---|---|---|---|
# | `weight` | parameter | `[C]` | ones |
# | `bias` | parameter | `[C]` | zeros |
# | `running_mean` | buffer | `[C]` | zeros |
# | `running_var` | buffer | `[C]` | ones |
# | `num_batches_tracked` | buffer, int64 | `[]` | 0 |
#
# **In training** each feature (each column) is normalised with the mean and the variance of *this
# batch*:
#
# `y = (x − mean) / sqrt(var + eps) · weight + bias`
#
# Here `var` is the *biased* variance: the mean of the squared distances from the mean, divided by
# N. Gradients flow through `mean` and `var` too. Each call in training also moves the buffers:
#
# - `running_mean` becomes `(1 − momentum) · running_mean + momentum · mean`,
# - `running_var` becomes `(1 − momentum) · running_var + momentum · v`, where `v` is the
#   *unbiased* variance of the batch: divided by N − 1,
# - `num_batches_tracked` grows by 1.
#
# The buffers hold numbers only: no gradient runs into them, and no history of earlier batches.
#
# **In evaluation** `running_mean` and `running_var` take the place of the batch's mean and
# variance, in the same formula, and no buffer changes. A single sample works too.
#
# - A batch of one sample in training has no variance: raise a `ValueError`. An empty batch in
#   training is not asked for.
# - Features in the thousands come out right too. So take the mean away *before* you square: the
#   mean of the squares minus the square of the mean loses all its digits there.
# - The input stays as it is.
# - Forbidden: any normalisation that PyTorch brings, under any name. That is `nn.BatchNorm1d`,
#   its base classes, its `2d`, `3d`, `Lazy` and `Sync` relatives, `F.batch_norm`,
#   `torch.batch_norm` and `torch.native_batch_norm`; and everything of the same kind that has
#   layer, group, instance or RMS in its name in place of batch, such as `F.layer_norm`.
#
# | what | shape |
# |---|---|
# | input `x` | `[N, C]`; N at least 2 in training, any N in evaluation |
# | mean and variance of the batch | `[C]` |
# | output | `[N, C]` |
#
# **Worked example.** One feature, two samples, in training: `x = [[1.], [3.]]`. The mean is 2, the
# biased variance is `((1−2)² + (3−2)²) / 2 = 1`, so the output is about `[[-1.], [1.]]`. The
# unbiased variance is `(1 + 1) / 1 = 2`. Afterwards `running_mean` is `0.9·0 + 0.1·2 = 0.2` and
# `running_var` is `0.9·1 + 0.1·2 = 1.1`. In evaluation `x = [[1.2]]` now gives
# `(1.2 − 0.2) / sqrt(1.1) = 0.953`.

# %% exercise="my_batch_norm_1d"
class MyBatchNorm1d(nn.Module):
    """Batch normalisation of [N, C], equal to nn.BatchNorm1d.

    Parameters weight and bias; buffers running_mean, running_var and num_batches_tracked.
    """

    def __init__(self, features, eps=1e-5, momentum=0.1):
        super().__init__()
        raise NotImplementedError("my_batch_norm_1d: write this part")

    def forward(self, x):
        raise NotImplementedError("my_batch_norm_1d: write this part")

# %% [markdown]
# Try it: the data have mean 5 and variance 4. Each batch in training moves the two buffers a tenth
# of the way towards its own mean and variance. After some thirty batches they have arrived, and
# evaluation can use them.

# %% [markdown]
# ## 10. MyLayerNorm
#
# **Goal:** write layer normalisation, which looks at each sample alone.
#
# **Why it matters:** batch normalisation needs a batch, and remembers. Layer normalisation takes
# its mean and variance *inside each sample*, so it is the same in training and in evaluation, and
# works for a batch of one. Every transformer is full of it.
#
# `MyLayerNorm(shape, eps=1e-5)` is equal to `nn.LayerNorm`, and each loads the other's
# `state_dict`. `shape` is an int or a tuple of ints: the sizes of the last dimensions, over which
# *together* one mean and one variance are taken. An int `5` means the same as `(5,)`.
#
# `y = (x − mean) / sqrt(var + eps) · weight + bias`, where `var` is the biased variance: the
# squared distances from the mean, added up and divided by how many there are.
#
# - Parameters `weight` (starts as ones) and `bias` (starts as zeros), both of shape `shape`. No
#   buffers.
# - Training and evaluation are the same. Gradients flow through `mean` and `var` too.
# - Numbers in the thousands come out right too: take the mean away before you square.
# - The input stays as it is.
# - Forbidden: any normalisation that PyTorch brings, under any name. That is `nn.LayerNorm`,
#   `F.layer_norm`, `torch.layer_norm` and `torch.native_layer_norm`; and everything of the same
#   kind that has group, batch, instance or RMS in its name in place of layer, such as
#   `nn.GroupNorm`, `F.group_norm` and `F.rms_norm`. Functions that give a mean or a variance, such
#   as `torch.var_mean`, are allowed.
#
# | what | shape for `shape=(3, 4)` | shape for `shape=4` |
# |---|---|---|
# | `weight`, `bias` | `[3, 4]` | `[4]` |
# | input `x` | `[..., 3, 4]` | `[..., 4]` |
# | mean and variance | one for each index of `...` | one for each index of `...` |
# | output | `[..., 3, 4]` | `[..., 4]` |
#
# **Worked example.** `MyLayerNorm(2)` with weight `[1., 2.]` and bias `[0., 10.]`, and
# `x = [[1., 3.]]`: the mean is 2 and the variance 1, so the normalised row is about `[-1., 1.]`,
# and the output about `[[-1., 12.]]`. A second row of `x` would change nothing of this.

# %% exercise="my_layer_norm"
class MyLayerNorm(nn.Module):
    """Normalisation over the last dimensions, equal to nn.LayerNorm.

    Input and output [..., *shape]; weight and bias of shape `shape`, an int or a tuple of ints.
    """

    def __init__(self, shape, eps=1e-5):
        super().__init__()
        raise NotImplementedError("my_layer_norm: write this part")

    def forward(self, x):
        raise NotImplementedError("my_layer_norm: write this part")

# %% [markdown]
# Try it: five samples of different size and offset, before and after. Each line is one sample.
# Afterwards they all swing around 0 by the same amount.

# %% [markdown]
# ## 11. MyConv2d
#
# **Goal:** write a convolution as one matrix product.
#
# **Why it matters:** a convolution slides a small window over a picture and takes the same
# weighted sum at every place. If you lay every window out as one long column, all the sums
# together are a single matrix product, which is what computers do fastest. Laying out the windows
# is called *unfolding*.
#
# `MyConv2d(in_channels, out_channels, kernel_size, stride=1, padding=0)`, all of them ints, gives
# the same output as `nn.Conv2d` with the same arguments, and each loads the other's `state_dict`.
#
# - The window is `kernel_size` by `kernel_size`, over all input channels. It moves `stride` places
#   at a time, to the right and down. Before that, `padding` rows and columns of zeros are laid
#   around the picture, on each of the four sides.
# - Output channel `o` at one place is the sum over the window of `weight[o] · window`, plus
#   `bias[o]`. The kernel is not turned round: its upper left number meets the window's upper left
#   number.
# - `F.unfold(x, kernel_size, padding=…, stride=…)` gives the windows as columns:
#   `[N, in_channels · kernel_size · kernel_size, L]`, where `L = H' · W'` is the number of places,
#   row by row. Then `weight`, with each output channel as one long row, multiplies them.
# - Parameters `weight` and `bias`. The weight starts with random numbers from PyTorch; the bias
#   may start as you like.
# - Forbidden: `nn.Conv2d`, `F.conv2d`, `torch.conv2d` and any other convolution that PyTorch
#   brings, under any name.
#
# | what | shape |
# |---|---|
# | `weight` | `[out_channels, in_channels, kernel_size, kernel_size]` |
# | `bias` | `[out_channels]` |
# | input `x` | `[N, in_channels, H, W]`; H and W may differ, N may be 0 |
# | output | `[N, out_channels, H', W']` |
#
# with `H' = (H + 2·padding − kernel_size) // stride + 1`, and `W'` in the same way.
#
# **Worked example.** One channel in, one out, `kernel_size=2`. The picture is
# `[[1., 2., 3.], [4., 5., 6.], [7., 8., 9.]]`, the kernel `[[1., 0.], [0., 2.]]`, the bias 1. The
# first window is `[[1., 2.], [4., 5.]]`, and its sum `1·1 + 2·5 + 1 = 12`. The output is
# `[[12., 15.], [21., 24.]]`.

# %% exercise="my_conv_2d"
class MyConv2d(nn.Module):
    """A convolution by unfolding, equal to nn.Conv2d.

    Input [N, in_channels, H, W], output [N, out_channels, H', W'] with
    H' = (H + 2·padding − kernel_size) // stride + 1.
    """

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__()
        raise NotImplementedError("my_conv_2d: write this part")

    def forward(self, x):
        raise NotImplementedError("my_conv_2d: write this part")

# %% [markdown]
# Try it: a kernel that subtracts the left neighbour from the right one finds upright edges. On the
# left a bright square, on the right what comes out: bright where the picture gets brighter from
# left to right, dark where it gets darker, and 0 where nothing changes.

# %% [markdown]
# ## 12. PositionalEmbedding
#
# **Goal:** write a table of vectors, one a position, in which the padding's vector is zero and
# stays zero.
#
# **Why it matters:** a model that reads text has to know *where* in the sentence a word stands. It
# learns one vector for each position, and looks them up by number: that is an *embedding*.
# Sentences of a batch have different lengths, so short ones are filled up, and all filled places
# get one special position number, the `padding_idx`. Its vector must say nothing: it is zero from
# the start, gets no gradient, and so stays zero, however long you train.
#
# `PositionalEmbedding(num, dim, padding_idx)` has exactly one parameter, the table of shape
# `[num, dim]`; its name is your choice. `forward(positions)` gives, in place of each position
# number, that row of the table. For positions of shape `[B, L]`, `output[i, j]` is
# `table[positions[i, j]]`.
#
# - Row `padding_idx` of the table starts as zeros; the other rows start with random numbers from
#   PyTorch. `padding_idx` may be any number from 0 to `num − 1`.
# - The table learns: the gradient of each other row is the sum over all places where its number
#   stands. The gradient of row `padding_idx` is zero, whatever comes after the layer.
# - What comes out after someone has written other numbers than zeros into row `padding_idx` by
#   hand is not asked for.
# - `nn.Embedding` and `F.embedding` are allowed.
#
# | what | shape |
# |---|---|
# | the table | `[num, dim]` |
# | input `positions` | `[...]`, int64, numbers from 0 to `num − 1` |
# | output | `[..., dim]` |
#
# **Worked example.** Take `num=4`, `dim=2`, `padding_idx=0` and the table
# `[[0., 0.], [1., 2.], [3., 4.], [5., 6.]]`. A sentence of two words, filled up to four places, has
# the positions `[1, 2, 0, 0]`. The output is `[[1., 2.], [3., 4.], [0., 0.], [0., 0.]]`. The
# gradient of the output's sum at the table is `[[0., 0.], [1., 1.], [1., 1.], [0., 0.]]`: row 0
# stands there twice and gets nothing all the same; row 3 was not used.

# %% exercise="positional_embedding"
class PositionalEmbedding(nn.Module):
    """One learned vector a position; row padding_idx stays zero and gets no gradient.

    Input [...] (int64), output [..., dim]; one parameter [num, dim].
    """

    def __init__(self, num, dim, padding_idx):
        super().__init__()
        raise NotImplementedError("positional_embedding: write this part")

    def forward(self, positions):
        raise NotImplementedError("positional_embedding: write this part")

# %% [markdown]
# Try it: the table before and after some training, one row a position. Everything moves but row 0,
# the padding's, which stays at zero.
