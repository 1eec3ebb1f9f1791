# %% [markdown]
# # Layers and blocks
#
# A network is made of layers. When the same group of layers comes back again and again, you
# give the group a name and use it as if it were one layer. PyTorch calls every such piece, small
# or large, a *module*: a class that inherits from `nn.Module`, makes its parts in `__init__`, and
# says in `forward` what happens to an input.
#
# In this unit you write modules, and functions that put modules together: eleven exercises. You
# write them in `blocks.py`. The notebook beside it shows what each one is for, lets you try it
# out, and checks it.

# %%
import itertools
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F

# %% [markdown]
# ## 1. MLP
#
# **Goal:** write a network with one hidden layer as a class.
#
# **Why it matters:** a class can hold any Python you like between its layers. Everything you
# build later in PyTorch has this shape: parts in `__init__`, the computation in `forward`.
#
# `MLP(in_features=20, hidden=256, out_features=10)` has two submodules, both `nn.Linear`: one
# named `hidden`, from `in_features` to `hidden` numbers, and one named `out`, from `hidden` to
# `out_features` numbers. Its output is `out(relu(hidden(x)))`. ReLU stands between the two layers
# only: the output itself may be negative.
#
# The first line of `__init__` is always `super().__init__()`: it sets up what `nn.Module` needs to
# take notice of your layers. Some stubs have the line already; where it is missing, write it.
#
# | what | shape |
# |---|---|
# | input `x` | `[..., in_features]`: any number of leading dimensions |
# | after `hidden` and ReLU | `[..., hidden]` |
# | output | `[..., out_features]` |
#
# **Worked example.** Take `in_features=1`, `hidden=2`, `out_features=1`. Let `hidden` have weight
# `[[1.], [-1.]]` and bias `[0., 0.]`, and `out` weight `[[2., 3.]]` and bias `[-5.]`. For
# `x = [2.]` the hidden layer gives `[2., -2.]`, ReLU makes it `[2., 0.]`, and the output is
# `2·2 + 3·0 − 5 = -1`.


# %% exercise="mlp"
class MLP(nn.Module):
    """A network with one hidden layer: out(relu(hidden(x))).

    Input [..., in_features], output [..., out_features].
    """

    def __init__(self, in_features=20, hidden=256, out_features=10):
        ### BEGIN SOLUTION
        super().__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.out = nn.Linear(hidden, out_features)
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        return self.out(F.relu(self.hidden(x)))
        ### END SOLUTION


# %% check="mlp"

# %% [markdown]
# Try it: what is registered? Each parameter has the name of the submodule that it lives in.

# %% tags=["try"]
net = MLP()
for name, parameter in net.named_parameters():
    print(f"{name:15}{tuple(parameter.shape)}")
print(net(torch.rand(2, 20)).shape)

# %% [markdown]
# ## 2. MySequential
#
# **Goal:** write your own `nn.Sequential`.
#
# **Why it matters:** a chain of blocks is the commonest network of all. Writing it once shows
# what `nn.Module` does for you when you put a block into it: it *registers* the block, so that
# its parameters are found, trained, saved and moved.
#
# `MySequential(*modules)` takes blocks, or one `OrderedDict` of named blocks. `forward` feeds the
# input to the first block, its output to the second, and so on; the last output is the result.
# With no blocks at all the input comes back as it is.
#
# - Blocks are registered under the names `'0'`, `'1'`, … or under the keys of the `OrderedDict`,
#   directly in the network. `self.0 = block` is no Python, so PyTorch has a method for it:
#   `self.add_module("0", block)`.
# - `len(net)` counts the blocks, `net[i]` is block i (`net[-1]` the last), and iterating gives
#   them in order. An index outside the range raises an `IndexError`.
# - The same block given twice runs twice.
# - Forbidden: `nn.Sequential`, under any name.
#
# | what | shape |
# |---|---|
# | input | whatever the first block takes |
# | output | whatever the last block gives |
#
# **Worked example.** Let block `a` multiply by 2 and block `b` add 3. Then `MySequential(a, b)`
# turns 5 into `5·2 + 3 = 13`, and `MySequential(b, a)` turns it into `(5 + 3)·2 = 16`.


# %% exercise="my_sequential"
class MySequential(nn.Module):
    """Blocks applied one after the other, in the order in which they were given."""

    def __init__(self, *modules):
        super().__init__()
        ### BEGIN SOLUTION
        if len(modules) == 1 and isinstance(modules[0], OrderedDict):
            named = modules[0].items()
        else:
            named = ((str(place), module) for place, module in enumerate(modules))
        for name, module in named:
            self.add_module(name, module)
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        for module in self:
            x = module(x)
        return x
        ### END SOLUTION

    def __len__(self):
        ### BEGIN SOLUTION
        return len(self._modules)
        ### END SOLUTION

    def __getitem__(self, index):
        ### BEGIN SOLUTION
        return list(self._modules.values())[index]
        ### END SOLUTION

    def __iter__(self):
        ### BEGIN SOLUTION
        return iter(self._modules.values())
        ### END SOLUTION


# %% check="my_sequential"

# %% [markdown]
# Try it: a chain of your own blocks, printed by PyTorch.

# %% tags=["try"]
print(MySequential(MLP(20, 64, 32), nn.ReLU(), nn.Linear(32, 2)))

# %% [markdown]
# ## 3. FixedHiddenMLP
#
# **Goal:** write a module that holds a constant, uses one layer twice, and has a loop in `forward`.
#
# **Why it matters:** some numbers belong to a network but must not be trained: the mean of the
# training images, a mask, a table of positions. PyTorch calls such a tensor a *buffer*. A buffer
# is saved with the network and moved with it, and no optimizer ever sees it. And `forward` is
# plain Python: a loop that looks at the numbers is allowed.
#
# `FixedHiddenMLP()` has
#
# - `linear`: an `nn.Linear` from 20 to 20 numbers. It is the only layer, so it holds the only
#   parameters.
# - `rand_weight`: a buffer of shape (20, 20), in what follows *W*. Fill it with `torch.rand` or
#   other random numbers, once, when the network is made. It appears in `state_dict()`.
#
# The computation, for an input `x`:
#
# 1. `linear(x)`, times `W` (the product of matrices, `@`), plus 1, then ReLU.
# 2. `linear` again: the same layer, not a second one.
# 3. While the L1 norm of the result is greater than 1, halve the result. The *L1 norm* is the sum
#    of the absolute values of all its elements, over the whole batch.
# 4. The output is the sum of all elements: a tensor without dimensions.
#
# A well-known book keeps `W` as a plain attribute, `self.rand_weight = torch.rand((20, 20))`.
# The network runs with it. But `state_dict()` does not know of `W`, so a network that is saved and
# loaded again has another `W`, and computes something else. `net.to(...)` leaves it behind, too.
#
# | what | shape |
# |---|---|
# | input `x` | `[B, 20]` |
# | `rand_weight` | `[20, 20]` |
# | after steps 1 and 2 | `[B, 20]` |
# | output | `[]` (a single number) |
#
# **Worked example.** Let `linear` have the weight 0.1·I (I is the unit matrix) and the bias 0, and
# let `W` be 2·I. Take one row of twenty ones. Each element goes 1 → 0.1 → 0.2 → 1.2, ReLU leaves
# it, and `linear` makes it 0.12. The L1 norm is 20 · 0.12 = 2.4. Halved it is 1.2, halved again
# 0.6, which is not greater than 1. The output is `0.6`.


# %% exercise="fixed_hidden_mlp"
class FixedHiddenMLP(nn.Module):
    """A constant between two uses of one layer; the result is halved until it is small.

    Input [B, 20], output a tensor without dimensions.
    """

    def __init__(self):
        ### BEGIN SOLUTION
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.register_buffer("rand_weight", torch.rand(20, 20))
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        x = F.relu(self.linear(x) @ self.rand_weight + 1)
        x = self.linear(x)
        while x.abs().sum() > 1:
            x = x / 2
        return x.sum()
        ### END SOLUTION


# %% check="fixed_hidden_mlp"

# %% [markdown]
# ## 4. FancyMLP
#
# **Goal:** write the same network with another norm and an `if`.
#
# **Why it matters:** which operations run may depend on the numbers themselves. PyTorch writes
# down what really ran, each time anew, and takes the gradient of that.
#
# `FancyMLP()` has the same `linear` and the same buffer `rand_weight` as `FixedHiddenMLP`, and
# its steps 1 and 2 are the same: `linear(relu(linear(x) @ rand_weight + 1))`. Then:
#
# 3. While the L2 norm of the result is greater than 1, halve the result. The *L2 norm* is the
#    square root of the sum of the squares of all its elements, over the whole batch.
# 4. If the L2 norm is now less than 0.8, multiply the result by 10. This happens once, and it also
#    happens to a result that was never halved.
# 5. The output is the sum of all elements: a tensor without dimensions.
#
# You may write it from scratch, or change the line `class FancyMLP(nn.Module)` so that it inherits
# from `FixedHiddenMLP`, and leave out what is the same.
#
# | what | shape |
# |---|---|
# | input `x` | `[B, 20]` |
# | `rand_weight` | `[20, 20]` |
# | output | `[]` (a single number) |
#
# **Worked example.** As above, `W` is 2·I, the bias is 0 and the input is one row of twenty ones.
#
# - With the weight 0.1·I each element is 0.12 after step 2. The L2 norm is √20 · 0.12 = 0.537:
#   nothing to halve. It is less than 0.8, so each element becomes 1.2, and the output is `24`.
# - With 0.16·I each element is 0.16 · 1.32 = 0.2112 and the norm 0.945. It is neither greater than
#   1 nor less than 0.8. The output is 20 · 0.2112 = `4.224`.
# - With 0.5·I each element is 1 and the norm 4.47. Halved three times it is 0.559, which is less
#   than 0.8. The output is 20 · 0.125 · 10 = `25`.


# %% exercise="fancy_mlp"
class FancyMLP(nn.Module):
    """FixedHiddenMLP by the L2 norm, and a small result is multiplied by 10.

    Input [B, 20], output a tensor without dimensions.
    """

    def __init__(self):
        ### BEGIN SOLUTION
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.register_buffer("rand_weight", torch.rand(20, 20))
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        x = F.relu(self.linear(x) @ self.rand_weight + 1)
        x = self.linear(x)
        while x.norm() > 1:
            x = x / 2
        if x.norm() < 0.8:
            x = x * 10
        return x.sum()
        ### END SOLUTION


# %% check="fancy_mlp"

# %% [markdown]
# Try it: what do the two do to 300 random rows, one at a time? Each point is a row. It stands at
# the length (the L2 norm) that the row had when the loop began, and as high as the output.
#
# Look at the left picture first. After the loop the absolute values add up to at most 1, so the
# output lies between −1 and 1, however long the row was. On the right there are bands of points
# close to 0: between 0.8 and 1, between 1.6 and 2, between 3.2 and 4, between 6.4 and 8. There the
# length after the loop is between 0.8 and 1, and the row stays so. All the others are multiplied
# by 10. So one `if`
# makes a jump: a tiny change of the input can move a point out of its band.

# %% tags=["try"]
import matplotlib.pyplot as plt

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
with torch.no_grad():
    for axes, kind in [(left, FixedHiddenMLP), (right, FancyMLP)]:
        torch.manual_seed(0)
        net = kind()
        for row in torch.randn(300, 1, 20):
            before = net.linear(F.relu(net.linear(row) @ net.rand_weight + 1)).norm()
            axes.plot(before, net(row), ".", color="tab:blue", alpha=0.5)
        axes.set(xlabel="L2 norm before the loop", ylabel="output", title=kind.__name__)
plt.show()

# %% [markdown]
# ## 5. NestMLP and chimera
#
# **Goal:** put blocks into blocks.
#
# **Why it matters:** large networks are trees. A transformer holds layers, a layer holds an
# attention block, and that holds linear layers. The names of the parts, joined by dots, are the
# names under which everything is found and saved.
#
# Write two things:
#
# - The class `NestMLP(in_features=20)`. Its submodule `net` is an `nn.Sequential` of
#   `Linear(in_features, 64)`, ReLU, `Linear(64, 32)`, ReLU, in this order, under the names `'0'`
#   to `'3'` that `nn.Sequential` gives by itself. Its submodule `linear` is `nn.Linear(32, 16)`.
#   The output is `linear(net(x))`. There is no ReLU after `linear`.
# - The function `chimera()`, which gives an `nn.Sequential` of three: a `NestMLP()`, an
#   `nn.Linear(16, 20)`, and a `FixedHiddenMLP()`.
#
# | what | shape |
# |---|---|
# | input of `NestMLP` | `[B, in_features]` |
# | after `net` | `[B, 32]` |
# | output of `NestMLP` | `[B, 16]` |
# | input of `chimera()` | `[B, 20]` |
# | output of `chimera()` | `[]` (that of `FixedHiddenMLP`) |
#
# **Worked example.** `NestMLP()` has (20·64 + 64) + (64·32 + 32) + (32·16 + 16) = 3952 parameters,
# in six tensors: `net.0.weight`, `net.0.bias`, `net.2.weight`, `net.2.bias`, `linear.weight` and
# `linear.bias`. `chimera()` adds 16·20 + 20 = 340 for its middle layer and 20·20 + 20 = 420 for
# `FixedHiddenMLP`, which makes 4712. There the first tensor is called `0.net.0.weight`.


# %% exercise="nest_mlp"
class NestMLP(nn.Module):
    """A Sequential `net` inside a module, and a layer `linear` after it.

    Input [B, in_features], output [B, 16].
    """

    def __init__(self, in_features=20):
        ### BEGIN SOLUTION
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(in_features, 64),
            nn.ReLU(),
            nn.Linear(64, 32),
            nn.ReLU(),
        )
        self.linear = nn.Linear(32, 16)
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        return self.linear(self.net(x))
        ### END SOLUTION


def chimera():
    """A Sequential of a NestMLP, a Linear(16, 20) and a FixedHiddenMLP."""
    ### BEGIN SOLUTION
    return nn.Sequential(NestMLP(), nn.Linear(16, 20), FixedHiddenMLP())
    ### END SOLUTION


# %% check="nest_mlp"

# %% [markdown]
# Look at it: this is the network that you have just built. Each white box is a layer with its
# dotted name, and the arrows show the way that the numbers take. A grey frame is a block that
# holds the boxes inside it: `0` holds `net` and `linear`, and `0.net` holds four boxes of its own.
# Read a name as a path: `0.net.2` is block 0, in it `net`, in it number 2.
#
# The bars beside it count parameters. The first two linear layers hold most of them, because such
# a layer costs inputs times outputs. ReLU costs nothing. `2.linear` is one box, although
# `FixedHiddenMLP` uses it twice: what is shared is there once.

# %% tags=["try"]
import matplotlib.pyplot as plt

net = chimera()
layers = [(name, part) for name, part in net.named_modules() if not list(part.children())]
rows = {name: row for row, (name, _) in enumerate(layers)}
figure, (drawing, bars) = plt.subplots(1, 2, figsize=(10, 5), sharey=True, layout="constrained")
for name, part in net.named_modules():
    inside = [row for other, row in rows.items() if other.startswith(f"{name}.")]
    if name and inside:  # a block: a frame around its boxes
        depth = name.count(".") + 1
        edge = depth * 0.12
        corner = (edge, min(inside) - 0.48 + edge / 2)
        size = (2 - 2 * edge, max(inside) - min(inside) + 0.96 - edge)
        drawing.add_patch(plt.Rectangle(corner, *size, color=str(0.95 - 0.1 * depth)))
        text = f"{name}: {type(part).__name__}"
        drawing.text(1.99 - edge, max(inside) + 0.4 - edge / 2, text, ha="right", size=8)
for name, part in layers:
    row = rows[name]
    box = {"boxstyle": "round", "facecolor": "white"}
    drawing.text(1, row, f"{name}: {type(part).__name__}", ha="center", va="center", bbox=box)
    if row:
        drawing.annotate("", (1, row - 0.25), (1, row - 0.75), arrowprops={"arrowstyle": "->"})
    bars.barh(row, sum(p.numel() for p in part.parameters()), color="tab:blue")
drawing.set(xlim=(0, 2), ylim=(len(rows) - 0.4, -0.6), xticks=[], yticks=[], title="chimera()")
bars.set(xlabel="number of parameters", title="What each layer costs")
plt.show()

# %% [markdown]
# ## 6. ParallelBlock
#
# **Goal:** write a block whose parts stand side by side.
#
# **Why it matters:** not every network is a chain. Several branches can look at the same input,
# each in its own way, and what they find is joined. The Inception networks are built of such
# blocks, and so are the heads of an attention layer.
#
# `ParallelBlock(*branches, dim=-1)` takes one or more modules. `forward` gives each of them the
# same input and concatenates their outputs along the dimension `dim`, in the order of the branches.
#
# - The branches are registered, under names of your choice.
# - The same branch given twice runs twice and stands twice in the output.
# - The outputs must have equal sizes in every dimension but `dim`; `torch.cat` sees to that.
#
# | what | shape, for the default `dim=-1` |
# |---|---|
# | input | `[..., D]`, whatever all branches take |
# | output of branch i | `[..., D_i]` |
# | output | `[..., D_1 + D_2 + …]` |
#
# **Worked example.** Let branch `a` multiply by 2 and branch `b` add 3. Then `ParallelBlock(a, b)`
# turns `[[5.]]` into `[[10., 8.]]`, and `ParallelBlock(b, a)` turns it into `[[8., 10.]]`. With
# `dim=0` the first gives `[[10.], [8.]]`: two rows.


# %% exercise="parallel_block"
class ParallelBlock(nn.Module):
    """Branches that all see the same input; their outputs are concatenated along `dim`."""

    def __init__(self, *branches, dim=-1):
        super().__init__()
        ### BEGIN SOLUTION
        self.branches = nn.ModuleList(branches)
        self.dim = dim
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        return torch.cat([branch(x) for branch in self.branches], dim=self.dim)
        ### END SOLUTION


# %% check="parallel_block"

# %% [markdown]
# ## 7. make_mlp
#
# **Goal:** write a function that builds a network from a list of sizes.
#
# **Why it matters:** you will try many widths and depths. Nobody wants to write a class for each. A
# function that takes the sizes turns the shape of the network into something you can search over.
#
# `make_mlp(sizes, activation=nn.ReLU)` gives an `nn.Sequential` of linear layers, with an
# activation between one layer and the next.
#
# - `sizes` is a list or a tuple of at least two numbers: the number of inputs, the width of each
#   hidden layer, the number of outputs. It is left as it is.
# - After each `nn.Linear` but the last comes `activation()`. `activation` is anything that gives a
#   module when you call it without arguments: a class such as `nn.Tanh`, or a function of your own.
# - Each place gets an activation of its own. An `nn.PReLU` has a number to train, so one object at
#   two places would be one number for both.
# - Layers and activations are the direct parts of the `nn.Sequential`, so their names are `'0'`,
#   `'1'`, `'2'` and so on.
#
# | what | shape |
# |---|---|
# | input | `[..., sizes[0]]` |
# | output | `[..., sizes[-1]]` |
#
# **Worked example.** `make_mlp([4, 8, 3])` is `Linear(4, 8)`, `ReLU()`, `Linear(8, 3)`: three parts
# and (4·8 + 8) + (8·3 + 3) = 67 parameters. `make_mlp([4, 3])` is a single `Linear(4, 3)`, with no
# activation at all.


# %% exercise="make_mlp"
def make_mlp(sizes, activation=nn.ReLU):
    """An nn.Sequential of linear layers of these sizes, an activation between one and the next."""
    ### BEGIN SOLUTION
    parts = []
    for inputs, outputs in itertools.pairwise(sizes):
        parts += [nn.Linear(inputs, outputs), activation()]
    return nn.Sequential(*parts[:-1])
    ### END SOLUTION


# %% check="make_mlp"

# %% [markdown]
# ## 8. ResidualStack
#
# **Goal:** write a deep network in which each layer adds to what it got.
#
# **Why it matters:** in a deep plain chain the gradient gets smaller from layer to layer on its way
# back, and the first layers hardly learn. If each layer only *adds* something to its input, there
# is a direct way back past every layer. Networks of a hundred layers train because of it.
#
# `ResidualStack(width, depth)` holds `depth` layers `nn.Linear(width, width)` in an `nn.ModuleList`
# named `layers`. Each layer has weights of its own. `forward` goes through them in order, and each
# turns the current `x` into `x + relu(layer(x))`. With `depth=0` the input comes back as it is.
#
# The tensor that you were given is left as it is. So write `x = x + …`: in Python, `x += …` on a
# tensor writes into the caller's tensor.
#
# | what | shape |
# |---|---|
# | input | `[..., width]` |
# | after each layer | `[..., width]` |
# | output | `[..., width]` |
#
# **Worked example.** Take `width=1` and `depth=2`. Let the weights be `[[2.]]` and `[[-1.]]` and
# both biases 0. For `x = [3.]` the first layer gives 6, so x becomes 3 + 6 = 9. The second gives
# −9, ReLU makes it 0, so x stays `[9.]`.


# %% exercise="residual_stack"
class ResidualStack(nn.Module):
    """`depth` layers in `layers`, each of which adds: x becomes x + relu(layer(x)).

    Input and output [..., width].
    """

    def __init__(self, width, depth):
        super().__init__()
        ### BEGIN SOLUTION
        self.layers = nn.ModuleList(nn.Linear(width, width) for _ in range(depth))
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        for layer in self.layers:
            x = x + F.relu(layer(x))
        return x
        ### END SOLUTION


# %% check="residual_stack"

# %% [markdown]
# Try it: how much gradient reaches each layer? The picture shows the length of the gradient at the
# weights of each of 20 layers, once for `make_mlp` and once for your `ResidualStack`, both 16
# numbers wide, as they are before any training. The vertical axis is logarithmic: each number on
# it is a hundred times the one below.
#
# Read it from right to left, as the gradient goes. In the plain chain each layer takes a part away,
# and at layer 0 almost nothing is left: this layer would not learn. In the residual stack the
# first layer gets about as much as the last. That all of its gradients are large is a matter of
# scale, which a smaller learning rate or a normalisation takes care of.

# %% tags=["try"]
import matplotlib.pyplot as plt

torch.manual_seed(0)
x = torch.randn(32, 16)
figure, axes = plt.subplots(figsize=(7, 3.5), layout="constrained")
for label, net in [
    ("make_mlp, plain chain", make_mlp([16] * 21)),
    ("ResidualStack", ResidualStack(16, 20)),
]:
    net(x).square().mean().backward()
    lengths = [p.grad.norm().item() for name, p in net.named_parameters() if "weight" in name]
    axes.semilogy(lengths, "o-", label=label)
axes.set(xlabel="layer", ylabel="L2 norm of the gradient", xticks=range(0, 20, 2))
axes.legend()
plt.show()

# %% [markdown]
# ## 9. ChoiceNet
#
# **Goal:** write a network whose caller chooses the activation by name.
#
# **Why it matters:** a dict of modules is how a network keeps several heads, experts or languages
# and uses one of them at a time. All of them are registered, so all of them are saved.
#
# `ChoiceNet(features)` has
#
# - `linear`: an `nn.Linear` from `features` to `features` numbers,
# - `activations`: an `nn.ModuleDict` with the keys `'relu'`, `'tanh'` and `'sigmoid'`, each with
#   the activation module of that name (`nn.ReLU`, `nn.Tanh`, `nn.Sigmoid`).
#
# `net(x, choice="tanh")` gives `activations["tanh"](linear(x))`. What runs is what stands in
# `activations` at the time of the call: somebody may put another module in its place. If no choice
# is given, it is `'relu'`. For any other name `forward` raises a `KeyError`, and its message names
# the three choices that there are.
#
# | what | shape |
# |---|---|
# | input | `[..., features]` |
# | output | `[..., features]` |
#
# **Worked example.** Take `features=1`, the weight `[[-1.]]` and the bias `[0.]`. For `x = [2.]`
# the layer gives −2. Then `'relu'` gives `[0.]`, `'tanh'` gives `[-0.9640]` and `'sigmoid'` gives
# `[0.1192]`. `net(x, choice="swish")` raises `KeyError` with a text such as
# `"no activation 'swish'; choose relu, tanh or sigmoid"`.


# %% exercise="choice_net"
class ChoiceNet(nn.Module):
    """A linear layer, then the activation that the caller names.

    Input and output [..., features].
    """

    def __init__(self, features):
        super().__init__()
        ### BEGIN SOLUTION
        self.linear = nn.Linear(features, features)
        self.activations = nn.ModuleDict(
            {"relu": nn.ReLU(), "tanh": nn.Tanh(), "sigmoid": nn.Sigmoid()}
        )
        ### END SOLUTION

    def forward(self, x, choice="relu"):
        ### BEGIN SOLUTION
        if choice not in self.activations:
            raise KeyError(f"no activation {choice!r}; choose one of {[*self.activations]}")
        return self.activations[choice](self.linear(x))
        ### END SOLUTION


# %% check="choice_net"

# %% [markdown]
# ## 10. block_tower
#
# **Goal:** build a network of numbered copies of one block.
#
# **Why it matters:** deep networks repeat one block many times. Copies share the plan, not the
# weights. If you put one object in n places you get n uses of the same weights.
#
# `block_tower(n)` gives an `nn.Sequential` of two parts:
#
# - Part 0 is an `nn.Sequential` of `n` blocks, with the names `'block0'`, `'block1'`, and so on.
#   Each block is an `nn.Sequential` of `Linear(4, 8)`, ReLU, `Linear(8, 4)`, ReLU.
# - Part 1 is `nn.Linear(4, 1)`.
#
# No two blocks share a parameter; they may start with equal numbers. `n` is at least 1.
#
# | what | shape |
# |---|---|
# | input | `[..., 4]` |
# | between the blocks | `[..., 4]` |
# | output | `[..., 1]` |
#
# **Worked example.** A block has (4·8 + 8) + (8·4 + 4) = 76 parameters, and the last layer has 5.
# So `block_tower(3)` has 3 · 76 + 5 = 233. The first weight of its second block is called
# `0.block1.0.weight`, and `block_tower(3)[0][1]` is that block.


# %% exercise="block_tower"
def block_tower(n):
    """A Sequential of n blocks named block0, block1, …, and a Linear(4, 1) after them."""
    ### BEGIN SOLUTION
    blocks = OrderedDict(
        (
            f"block{i}",
            nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU()),
        )
        for i in range(n)
    )
    return nn.Sequential(nn.Sequential(blocks), nn.Linear(4, 1))
    ### END SOLUTION


# %% check="block_tower"

# %% [markdown]
# ## 11. three_ways
#
# **Goal:** build one network in the three ways that `nn.Sequential` knows.
#
# **Why it matters:** you will meet all three in other people's code. They differ in nothing but the
# names of the parts. Those names are in every saved file, so they matter once you load one.
#
# `three_ways()` gives a tuple of three `nn.Sequential`. Each consists of `Conv2d(3, 8, 3)`,
# `MaxPool2d(2)`, `Flatten()` and `Linear(8 * 15 * 15, 1)`.
#
# 1. The first is made by `add_module`, with the names `conv1`, `pool1`, `flatten` and `linear`.
# 2. The second is made by position, so that the names are `'0'` to `'3'`.
# 3. The third is made from an `OrderedDict`, with the same names as the first.
#
# All three start with equal weights, so they give equal outputs. But each has layers of its own:
# to change one network must leave the other two as they are. What the weights are does not matter;
# let PyTorch draw them.
#
# | what | shape |
# |---|---|
# | input | `[B, 3, 32, 32]` |
# | after the convolution | `[B, 8, 30, 30]` |
# | after the pooling | `[B, 8, 15, 15]` |
# | after `Flatten` | `[B, 1800]` |
# | output | `[B, 1]` |
#
# **Worked example.** Each network has (3·8·3·3 + 8) + (1800 + 1) = 2025 parameters. The weight of
# the convolution is called `conv1.weight` in the first and the third and `0.weight` in the second.
# If you set all weights and biases of the first to 0, it gives 0 for every image, and the other
# two still agree with each other.


# %% exercise="three_ways"
def three_ways():
    """One network, made by add_module, by position and from an OrderedDict; equal weights."""

    ### BEGIN SOLUTION
    def parts():
        return nn.Conv2d(3, 8, 3), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 15 * 15, 1)

    names = ("conv1", "pool1", "flatten", "linear")
    added = nn.Sequential()
    for name, part in zip(names, parts(), strict=True):
        added.add_module(name, part)
    placed = nn.Sequential(*parts())
    named = nn.Sequential(OrderedDict(zip(names, parts(), strict=True)))
    named.load_state_dict(added.state_dict())
    for mine, first in zip(placed.parameters(), added.parameters(), strict=True):
        mine.data.copy_(first.data)
    return added, placed, named
    ### END SOLUTION


# %% check="three_ways"
