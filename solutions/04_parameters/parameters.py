# %% [markdown]
# # Parameters
#
# Training changes numbers. The numbers that it may change are a network's *parameters*: tensors
# of the class `nn.Parameter`, each kept by the module that it belongs to, each with a name.
#
# In this unit you find parameters, count them, freeze them and fill them. Then you use one layer
# at two places, look into a network that you have not written, and draw what a network has
# learnt. Fourteen exercises; you write in this notebook.

# %%
import copy
from collections import namedtuple

import matplotlib.pyplot as plt
import torch
from torch import nn

# %% [markdown]
# ## 1. parameter_table
#
# **Goal:** list what a network can learn.
#
# **Why it matters:** the first question to a network that does not learn is: which parameters
# does it have, and which of them may change? A layer that is missing from this list is never
# trained.
#
# `parameter_table(net)` gives a list with one tuple `(name, shape, trainable)` for each parameter:
#
# - `name` is the dotted name that `named_parameters()` uses, such as `'0.weight'`, and the order
#   is that one's too.
# - `shape` is a tuple of ints.
# - `trainable` is `True` or `False`: whether the parameter asks for a gradient
#   (`requires_grad`). Whether it has one already does not matter.
#
# Every parameter is listed, however deep it lies, also one that belongs to the network itself.
# One that is shared by several layers is listed once, under its first name. Buffers (such as the
# running mean of a batch norm) are saved with the network but not learnt: they are not listed.
#
# | what | shape |
# |---|---|
# | input `net` | any `nn.Module` |
# | result | a list of tuples `(str, tuple of ints, bool)` |
#
# **Worked example.** `net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))`, and
# `net[2].bias.requires_grad = False`. The table is
#
# ```
# [('0.weight', (3, 2), True), ('0.bias', (3,), True),
#  ('2.weight', (1, 3), True), ('2.bias', (1,), False)]
# ```
#
# A weight has the shape `(outputs, inputs)`. The ReLU has no parameters, so place 1 is left out.


# %% exercise="parameter_table"
def parameter_table(net):
    """One tuple (name, shape, trainable) for each parameter of the network, in order."""
    ### BEGIN SOLUTION
    return [
        (name, tuple(parameter.shape), parameter.requires_grad)
        for name, parameter in net.named_parameters()
    ]
    ### END SOLUTION


# %% check="parameter_table"

# %% [markdown]
# Try it: the table of a network with a batch norm. Compare it with the names in `state_dict()`.

# %% tags=["try"]
net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 1))
for name, shape, trainable in parameter_table(net):
    print(f"{name:12}{shape!s:10}{trainable}")
print("saved as well:", [n for n in net.state_dict() if n not in dict(net.named_parameters())])

# %% [markdown]
# ## 2. get_parameter
#
# **Goal:** find one parameter by its dotted name.
#
# **Why it matters:** a name like `'0.block1.0.bias'` is a path. It goes from module to module, and
# the last part is the parameter. Once you can walk such a path you can reach everything in a
# network: to print it, to change it, to replace it.
#
# `get_parameter(net, path)` walks the dots and gives the parameter that the path leads to: the
# `nn.Parameter` object itself, not a copy and not its `.data`. What you do to it, you do to the
# network.
#
# - A part may be a number (`'0'`, a place in an `nn.Sequential`) or a name (`'block1'`). A path
#   without a dot names a parameter of `net` itself.
# - A parameter that is shared has several names. Each of them leads to it.
# - A path that does not lead to a parameter raises an `AttributeError`. This goes for a name that
#   does not exist, and also for the path of a module or of a buffer.
#
# | what | shape |
# |---|---|
# | input `path` | a str, such as `'2.weight'` |
# | result | the `nn.Parameter`, of whatever shape it has |
#
# **Worked example.** Let `inner = nn.Sequential(nn.Linear(2, 3))`, `middle` an `nn.Sequential`
# that has `inner` under the name `block1`, and `net = nn.Sequential(middle)`. The path
# `'0.block1.0.bias'` goes from `net` to `middle` (`'0'`), to `inner` (`'block1'`), to the linear
# layer (`'0'`), to its bias: 3 numbers. `get_parameter(net, '0.block1.0')` is the layer, not a
# parameter: an `AttributeError`.


# %% exercise="get_parameter"
def get_parameter(net, path):
    """The parameter that a dotted path such as '0.block1.0.bias' leads to."""
    ### BEGIN SOLUTION
    found = net
    for part in path.split("."):
        found = getattr(found, part)
    if not isinstance(found, nn.Parameter):
        raise AttributeError(f"{path} is no parameter")
    return found
    ### END SOLUTION


# %% check="get_parameter"

# %% [markdown]
# ## 3. count_parameters
#
# **Goal:** count the numbers that a network learns.
#
# **Why it matters:** the count tells how much memory a network takes, and it is the first thing
# that a paper or a model page says about it.
#
# `count_parameters(net, trainable_only=False)` gives an int: how many numbers there are in all of
# the network's parameters together. With `trainable_only=True` it leaves out those that do not
# ask for a gradient.
#
# - A parameter that is shared counts once: it is in memory once.
# - Two parameters that happen to hold equal numbers are still two.
# - Buffers do not count.
# - A network without parameters gives 0.
#
# `state_dict()` is the wrong place to count. It lists what is saved: buffers too, and a shared
# parameter under each of its names.
#
# | what | shape |
# |---|---|
# | input `net` | any `nn.Module` |
# | result | an int |
#
# **Worked example.** `nn.Linear(4, 8)` has a weight of 8·4 = 32 numbers and a bias of 8: 40 in
# all. Followed by `nn.BatchNorm1d(8)` it is 40 + 8 + 8 = 56; the batch norm's buffers (17 more
# numbers) are not learnt. With the first weight frozen, `trainable_only=True` gives 24.


# %% exercise="count_parameters"
def count_parameters(net, trainable_only=False):
    """How many numbers the network's parameters hold; shared ones count once."""
    ### BEGIN SOLUTION
    return sum(
        parameter.numel()
        for parameter in net.parameters()
        if parameter.requires_grad or not trainable_only
    )
    ### END SOLUTION


# %% check="count_parameters"

# %% [markdown]
# ## 4. freeze
#
# **Goal:** keep a part of a network from being trained.
#
# **Why it matters:** whoever starts from a network that somebody else has trained often keeps its
# lower layers as they are and trains only the last ones. To *freeze* a parameter is to set its
# `requires_grad` to `False`: no gradient is computed for it, so no optimizer moves it.
#
# `freeze(net, prefix)` freezes every parameter under the prefix, and gives an int: the number of
# parameters (tensors, not single numbers) that *this call* switched off.
#
# - A parameter is under the prefix if its name begins with the prefix and a dot, or if the prefix
#   is its whole name. So `'conv'` stands for `'conv.weight'` and `'conv.bias'`, but not for
#   `'conv2.weight'`.
# - What is frozen already stays so, and does not count. A shared parameter counts once.
# - A shared parameter has several names. It is under the prefix if one of them is.
# - Everything else stays as it is. A prefix that fits nothing, such as the empty one, freezes
#   nothing and gives 0.
#
# Setting `net.conv.requires_grad = False` does not do it: that puts a new attribute on the
# module, and its parameters never hear of it.
#
# | what | shape |
# |---|---|
# | input `prefix` | a str, such as `'0'`, `'encoder.conv'` or `'2.bias'` |
# | result | an int |
#
# **Worked example.** `net` is a chain of two linear layers named `conv` and `conv2`.
# `freeze(net, 'conv')` gives 2: a weight and a bias. The same call again gives 0.
# `freeze(net, 'conv2.bias')` gives 1, and only `conv2.weight` can still be trained.


# %% exercise="freeze"
def freeze(net, prefix):
    """Switch off the gradient of every parameter under the prefix; how many were on before."""
    ### BEGIN SOLUTION
    frozen = 0
    for name, parameter in net.named_parameters(remove_duplicate=False):
        under = name == prefix or name.startswith(prefix + ".")
        if under and parameter.requires_grad:
            parameter.requires_grad = False
            frozen += 1
    return frozen
    ### END SOLUTION


# %% check="freeze"

# %% [markdown]
# ## 5. init_normal
#
# **Goal:** write a function that fills the weights of linear layers, for `net.apply`.
#
# **Why it matters:** where training starts decides whether it gets anywhere. `net.apply(f)` calls
# `f(m)` for every module `m` of the network, from the innermost out, and for the network itself.
# So an initialiser is a function of one module that looks at what the module is.
#
# `init_normal(m)` does this for a linear layer:
#
# - The weight is filled from a normal distribution with mean 0 and *standard deviation* 0.01 (the
#   variance is 0.0001).
# - The bias becomes 0. A layer made with `bias=False` has none (`m.bias` is `None`): it is fine
#   too.
# - This goes for every `nn.Linear`, also for an object of a subclass of `nn.Linear`.
# - Every other module stays as it is, whether it has a weight or not.
#
# Fill the parameters *in place*: the layer keeps its parameter objects, so an optimizer that was
# made before still trains them, and it keeps their dtype. Take the random numbers from PyTorch's
# own generator, and set no seed: after `torch.manual_seed(7)` the same weights come every time,
# and without it each layer gets others.
#
# *A slip in a well-known book.* It writes `if type(m) == nn.Linear:`. This is true for
# `nn.Linear` alone and for no class made from it. The last layer inside an
# `nn.MultiheadAttention` is of such a class: the book's function passes it by, and nothing says
# so.
#
# | what | shape |
# |---|---|
# | input `m` | any module |
# | filled | `m.weight` `[out_features, in_features]`, `m.bias` `[out_features]` |
#
# **Worked example.** For `nn.Linear(100, 50)` the 5000 weights before were spread evenly between
# -0.1 and 0.1. After `net.apply(init_normal)` about 3413 of them (68 %) lie between -0.01 and
# 0.01, about 4772 (95 %) between -0.02 and 0.02, and all 50 biases are 0.


# %% exercise="init_normal"
def init_normal(m):
    """For net.apply: weights of a linear layer from N(0, 0.01²), its bias 0."""
    ### BEGIN SOLUTION
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, mean=0.0, std=0.01)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
    ### END SOLUTION


# %% check="init_normal"

# %% [markdown]
# Try it: the weights before and after. The grey histogram is where PyTorch starts by itself: flat,
# every value between two bounds is equally likely. The blue one is yours: a narrow bell with its
# top at 0.

# %% tags=["try"]
layer = nn.Linear(100, 50)
before = layer.weight.detach().clone()
layer.apply(init_normal)
bins = torch.linspace(-0.11, 0.11, 67).tolist()
plt.figure(figsize=(5, 2.6), layout="constrained")
plt.hist(before.flatten().numpy(), bins, color="0.7", label="before")
plt.hist(layer.weight.detach().flatten().numpy(), bins, alpha=0.7, label="after init_normal")
plt.xlabel("weight")
plt.ylabel("how many")
plt.legend()
plt.show()

# %% [markdown]
# ## 6. init_constant
#
# **Goal:** write a function that *makes* an initialiser.
#
# **Why it matters:** `net.apply` passes one argument, the module. If the initialiser needs a
# number as well, make a function that already knows the number. A function that is made inside
# another one remembers that one's variables: this is called a *closure*.
#
# `init_constant(value)` gives a function for `net.apply`. That function sets every weight of a
# linear layer to `value` and its bias to 0. As in exercise 5: subclasses of `nn.Linear` too,
# `bias=False` is fine, in place, every other module as it is. Two functions made with two values
# do not disturb each other.
#
# Constant weights are good for one thing: to see what a network computes. Do not train from them.
# All units of a hidden layer then compute the same, get the same gradient, and stay the same for
# ever: 256 of them can do no more than one.
#
# | what | shape |
# |---|---|
# | input `value` | a number |
# | result | a function of one module |
# | filled | `m.weight` `[out_features, in_features]`, `m.bias` `[out_features]` |
#
# **Worked example.** `net = nn.Linear(3, 2)` and `net.apply(init_constant(0.5))`. For
# `x = [1., 2., 3.]` both outputs are `0.5·1 + 0.5·2 + 0.5·3 + 0 = 3`.


# %% exercise="init_constant"
def init_constant(value):
    """A function for net.apply: weights of a linear layer become `value`, its bias 0."""
    ### BEGIN SOLUTION

    def init(m):
        if isinstance(m, nn.Linear):
            nn.init.constant_(m.weight, value)
            if m.bias is not None:
                nn.init.zeros_(m.bias)

    return init
    ### END SOLUTION


# %% check="init_constant"

# %% [markdown]
# Try it: one training step from constant weights. All rows of the hidden layer's gradient are the
# same: the units cannot tell each other apart.

# %% tags=["try"]
net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
net.apply(init_constant(0.5))
net(torch.rand(8, 3)).sum().backward()
print(net[0].weight.grad)

# %% [markdown]
# ## 7. init_per_block
#
# **Goal:** fill the layers of one network in different ways.
#
# **Why it matters:** not every layer wants the same start. The first layers of a network are often
# given weights whose spread fits their size, and the last one something of its own.
#
# `init_per_block(net)` does this:
#
# - The weight of the *first* linear layer is filled *Xavier-uniform*: every value between -a and a
#   equally likely, with `a = sqrt(6 / (in_features + out_features))`.
# - Every weight of the *last* linear layer becomes 42.
# - Biases are not touched, nor are the linear layers between, nor any other module.
#
# First and last mean the order of `net.modules()`, however deep the layers lie; `net` need not be
# an `nn.Sequential`, and the last linear layer need not be the last module. There are always two
# linear layers or more. As in exercise 5: subclasses of `nn.Linear` count, in place, PyTorch's own
# generator, no seed. What you return does not matter.
#
# | what | shape |
# |---|---|
# | input `net` | a module that holds two linear layers or more |
# | filled | the first and the last linear layer's weight, `[out_features, in_features]` |
#
# **Worked example.** `net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))`. Now
# a = sqrt(6 / 12) ≈ 0.7071: the 32 weights of `net[0]` lie between -0.7071 and 0.7071, and the 8
# weights of `net[2]` are 42. All 9 biases are as they were.


# %% exercise="init_per_block"
def init_per_block(net):
    """First linear layer Xavier-uniform, last one 42; biases and all the rest untouched."""
    ### BEGIN SOLUTION
    linear = [module for module in net.modules() if isinstance(module, nn.Linear)]
    nn.init.xavier_uniform_(linear[0].weight)
    nn.init.constant_(linear[-1].weight, 42.0)
    ### END SOLUTION


# %% check="init_per_block"

# %% [markdown]
# ## 8. my_init
#
# **Goal:** write an initialiser that PyTorch does not have.
#
# **Why it matters:** sooner or later you want weights from a distribution that nobody has written
# for you. All you need is a way to draw numbers and a *mask*: a tensor of trues and falses of the
# same shape.
#
# `my_init(m)`, for `net.apply`, fills the weight of a linear layer in two steps:
#
# 1. every weight is drawn from U(-10, 10): any value between -10 and 10 equally likely;
# 2. every weight w with |w| < 5 becomes 0. The others stay as they are.
#
# So a weight is 0 with probability 1/2, between 5 and 10 with 1/4, and between -10 and -5 with
# 1/4. The mask has to come from the very numbers that it is applied to: a mask made from a second
# draw knows nothing of them, and lets small ones through.
#
# As in exercise 5: subclasses of `nn.Linear` too, every other module as it is, PyTorch's own
# generator, no seed. The weight is filled in place. It stays a *leaf*: a tensor that was not
# computed from others, so that it can be trained. What happens to the bias is up to you.
#
# | what | shape |
# |---|---|
# | input `m` | any module |
# | filled | `m.weight` `[out_features, in_features]` |
#
# **Worked example.** Suppose that the four weights drawn are `[-7.2, 3.1, 9.4, -4.9]`. The mask is
# `[True, False, True, False]`, and the weights become `[-7.2, 0., 9.4, 0.]`.


# %% exercise="my_init"
def my_init(m):
    """For net.apply: weights of a linear layer from U(-10, 10), then 0 where |w| < 5."""
    ### BEGIN SOLUTION
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10.0, 10.0)
        with torch.no_grad():
            m.weight *= m.weight.abs() >= 5
    ### END SOLUTION


# %% check="my_init"

# %% [markdown]
# Try it: two blocks of weights far from 0, nothing close to 0, and one tall bar of exact zeros
# that holds half of them all.

# %% tags=["try"]
layer = nn.Linear(100, 50)
layer.apply(my_init)
plt.figure(figsize=(5, 2.6), layout="constrained")
plt.hist(layer.weight.detach().flatten().numpy(), bins=41)
plt.xlabel("weight after my_init")
plt.ylabel("how many")
plt.show()

# %% [markdown]
# ## 9. set_first_row
#
# **Goal:** change some numbers of a parameter by hand.
#
# **Why it matters:** an optimizer remembers parameter *objects*. If you put a new tensor in a
# parameter's place, the optimizer goes on changing the old one, which the network does not use any
# more. Nothing fails, and nothing is learnt. So change the numbers *inside* the parameter.
#
# `set_first_row(linear, value)` makes every number in row 0 of `linear.weight` equal to `value`,
# in place. Row 0 holds the weights of the first output. Nothing else changes: not the other rows,
# not the bias, not whether the weight asks for a gradient, not the gradient that it may hold. The
# weight is the same parameter object as before, and still a leaf (computed from nothing), so it
# can be trained on. What you return does not matter.
#
# PyTorch refuses to change a parameter that asks for a gradient in place, unless you tell it that
# this is not a part of the computation: `with torch.no_grad():`.
#
# *A slip in a well-known book.* To set one weight to 100, it prints
# `net[0].weight.data[0, 0] == 100`. Two equals signs compare. The line computes a `False`, throws
# it away, and the weight stays what it was.
#
# | what | shape |
# |---|---|
# | `linear.weight` | `[out_features, in_features]` |
# | row 0 | `[in_features]` |
# | input `value` | a number |
#
# **Worked example.** The weight is `[[1., 2.], [3., 4.]]`. After `set_first_row(linear, 9)` it is
# `[[9., 9.], [3., 4.]]`.


# %% exercise="set_first_row"
def set_first_row(linear, value):
    """Fill row 0 of the layer's weight with the value, in place."""
    ### BEGIN SOLUTION
    with torch.no_grad():
        linear.weight[0] = value
    ### END SOLUTION


# %% check="set_first_row"

# %% [markdown]
# ## 10. tied_mlp
#
# **Goal:** use one layer at two places.
#
# **Why it matters:** a *tied* layer does the same job at several places and learns from all of
# them, at the price of one. Language models tie the table that reads words to the one that writes
# them.
#
# `tied_mlp()` gives an `nn.Sequential` of seven modules:
#
# | place | module | output |
# |---|---|---|
# | input | | `[N, 4]` |
# | 0 | `nn.Linear(4, 8)` | `[N, 8]` |
# | 1 | ReLU | `[N, 8]` |
# | 2 | the shared `nn.Linear(8, 8)` | `[N, 8]` |
# | 3 | ReLU | `[N, 8]` |
# | 4 | the same `nn.Linear(8, 8)` again | `[N, 8]` |
# | 5 | ReLU | `[N, 8]` |
# | 6 | `nn.Linear(8, 1)` | `[N, 1]` |
#
# Places 2 and 4 hold one object: `net[2] is net[4]`. Two layers with equal numbers are not tied:
# they drift apart at the first training step. Nor are two layers whose weights lie in the same
# memory (`b.weight.data = a.weight.data`): each still has a gradient of its own. Each call of
# `tied_mlp()` builds a new network.
#
# A warning about proofs. `net[2].weight.data is net[4].weight.data` is `False` even for one and
# the same layer, because `.data` makes a new tensor object at each look. And
# `net[2].weight == net[4].weight` only says that the numbers are equal. Ask
# `net[2].weight is net[4].weight`.
#
# **Worked example.** The numbers to learn: 4·8 + 8 = 40 in place 0, 8·8 + 8 = 72 in the shared
# layer, once, and 8 + 1 = 9 in place 6: 121 in all. Untied it would be 193.


# %% exercise="tied_mlp"
def tied_mlp():
    """Linear(4, 8), then one Linear(8, 8) used twice, then Linear(8, 1); ReLU between them."""
    ### BEGIN SOLUTION
    shared = nn.Linear(8, 8)
    return nn.Sequential(
        nn.Linear(4, 8),
        nn.ReLU(),
        shared,
        nn.ReLU(),
        shared,
        nn.ReLU(),
        nn.Linear(8, 1),
    )
    ### END SOLUTION


# %% check="tied_mlp"

# %% [markdown]
# Try it: the network drawn. Above, the seven places in the order in which data passes through
# them. Below, the layer objects that they hold. Two places point to one object: that is the
# sharing.

# %% tags=["try"]
net = tied_mlp()
objects = list({id(m): m for m in net if isinstance(m, nn.Linear)}.values())
plt.figure(figsize=(7, 2.4), layout="constrained")
box = {"boxstyle": "round", "facecolor": "white"}
for place, module in enumerate(net):
    plt.text(place, 1, f"{place}\n{type(module).__name__}", ha="center", va="center", bbox=box)
    for number, layer in enumerate(objects):
        if module is layer:
            plt.plot([place, 3 * number], [0.8, 0.2], color=f"C{number}")
for number, layer in enumerate(objects):
    numbers = sum(p.numel() for p in layer.parameters())
    label = f"({layer.in_features} → {layer.out_features}), {numbers} numbers"
    plt.text(3 * number, 0, label, ha="center", va="center", color=f"C{number}", bbox=box)
plt.xlim(-1.4, 7.4)
plt.ylim(-0.3, 1.4)
plt.xticks(range(7))
plt.yticks([0, 1], ["objects", "places"])
plt.xlabel("place in the network")
plt.title("Which object stands at which place")
plt.show()

# %% [markdown]
# ## 11. tied_gradient
#
# **Goal:** see where the gradient of a shared weight comes from.
#
# **Why it matters:** a weight that is used twice gets a gradient from each use, and PyTorch adds
# them up. This is the rule behind tied layers, recurrent networks and convolutions alike.
#
# `net` is a network as `tied_mlp` builds it: seven places, the same linear layer at places 2
# and 4. `tied_gradient(net, x)` gives a tuple of three tensors, each of the shape of the shared
# weight. All are gradients of `net(x).sum()`:
#
# 1. the gradient of the shared weight;
# 2. the gradient that the *first* use (place 2) gets when the two are untied, that is, when
#    places 2 and 4 hold two separate layers with equal numbers;
# 3. the gradient that the *second* use (place 4) gets then.
#
# The first is the sum of the other two. Both uses see the whole network: the first use's gradient
# passes through the second layer.
#
# Leave `net` as it was: its layers still tied, the numbers in its parameters the same, and every
# `.grad` what it was before. A `.grad` that was `None` is `None`, and one that held numbers holds
# the same numbers. Those numbers are not a part of your answer.
#
# | what | shape |
# |---|---|
# | input `x` | `[N, 4]` |
# | result | three tensors `[8, 8]` |
#
# **Worked example.** Take one number w in place of the layer, and `y = w·(w·x + 1)`: w is used
# first inside, then outside. Let w = 3 and x = 2, so y = 3·7 = 21. Untied it is
# `y = v·(u·x + 1)` with u = v = 3. The first use, u, gets v·x = 6, the second, v, gets
# u·x + 1 = 7. The shared w gets `2·w·x + 1 = 13`, which is 6 + 7.


# %% exercise="tied_gradient"
def tied_gradient(net, x):
    """The shared weight's gradient of net(x).sum(), and its two uses' gradients when untied."""
    ### BEGIN SOLUTION
    untied = copy.deepcopy(net)  # a copy of a tied network is tied as well
    untied[4] = copy.deepcopy(untied[2])
    (both,) = torch.autograd.grad(net(x).sum(), [net[2].weight])
    uses = [untied[2].weight, untied[4].weight]
    first, second = torch.autograd.grad(untied(x).sum(), uses)
    return both, first, second
    ### END SOLUTION


# %% check="tied_gradient"

# %% [markdown]
# Try it: the three gradients as pictures, one square a weight, on one colour scale: red is
# positive, blue negative, white 0. Square by square, the two on the left add up to the one on
# the right. (A white row belongs to a unit whose ReLU let nothing through, a white column to an
# input that was 0 for every sample.) Run the cell again for another network.

# %% tags=["try"]
both, first, second = tied_gradient(tied_mlp(), torch.rand(32, 4))
most = max(part.abs().max().item() for part in (both, first, second))
figure, axes = plt.subplots(1, 3, figsize=(7, 2.6))
for axis, part, title in zip(
    axes, (first, second, both), ("first use", "+ second use", "= shared"), strict=True
):
    axis.imshow(part, cmap="RdBu_r", vmin=-most, vmax=most)
    axis.set_title(title)
    axis.set_xlabel("input")
axes[0].set_ylabel("output")
plt.show()

# %% [markdown]
# ## 12. model_summary
#
# **Goal:** see what every layer of a network gives, without reading its code.
#
# **Why it matters:** most errors in a new network are errors of shape. A *forward hook* is a
# function that a module calls after each of its forward passes, with its input and output. With
# hooks you can look into any network while it runs.
#
# `Row` and `Totals` are given in the next cell: tuples whose places have names.
#
# `model_summary(net, input_shape)` runs the network, or a copy of it, once on a batch of your own
# making, and gives a tuple `(rows, totals)`.
#
# `rows` is a list with one `Row` for each *leaf* (a module without submodules), in the order in
# which the leaves *run first*. This need not be the order in which they were written down.
#
# - `name`: the leaf's name in `net.named_modules()` (its first, if it stands at several places;
#   if `net` itself is the leaf, that is `''`).
# - `kind`: the name of its class, such as `'Linear'`.
# - `output_shape`: the shape of what it gave, without the batch dimension, a tuple of ints.
# - `parameters`: how many numbers its own parameters hold, frozen or not.
#
# A leaf that runs twice has one row, about its first run. A leaf that does not run has none.
#
# `totals` is `Totals(trainable, frozen)`: how many numbers there are in all parameters of the
# network that ask for a gradient, and in all that do not. A shared parameter counts once, and one
# that belongs to no leaf, or to a leaf that does not run, counts too.
#
# Make the batch from any numbers you like, of the shape `(batch, *input_shape)`, with a batch size
# of your choice. If the network has parameters, the batch has their dtype (a float64 network
# takes float64). You meet only networks that take such a batch, whose parameters have one dtype,
# and whose leaves give one tensor each.
#
# The network is afterwards as it was before. No hook of yours is left, not even when the forward
# pass fails (its error goes on to the caller). Hooks of others are still there. Parameters,
# `.grad`, buffers, and each module's own `training` flag are unchanged. So run it in eval mode:
# in training mode a batch norm would update its running mean.
#
# | what | shape |
# |---|---|
# | input `input_shape` | one sample's shape, without the batch: a tuple of ints |
# | result | `(list of Row, Totals)` |
#
# **Worked example.** `net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))` and
# `input_shape = (4,)` give
#
# ```
# [Row('0', 'Linear', (8,), 40), Row('1', 'ReLU', (8,), 0), Row('2', 'Linear', (1,), 9)]
# Totals(trainable=49, frozen=0)
# ```

# %%
Row = namedtuple("Row", ["name", "kind", "output_shape", "parameters"])
Totals = namedtuple("Totals", ["trainable", "frozen"])


# %% exercise="model_summary"
def model_summary(net, input_shape):
    """A Row for each leaf module in order of first execution, and the network's Totals.

    input_shape and each output_shape are without the batch dimension.
    """
    ### BEGIN SOLUTION
    names = {module: name for name, module in net.named_modules()}
    rows = {}

    def remember(module, inputs, output):
        if module not in rows:
            count = sum(parameter.numel() for parameter in module.parameters())
            shape = tuple(output.shape[1:])
            rows[module] = Row(names[module], type(module).__name__, shape, count)

    parameters = list(net.parameters())
    x = torch.zeros(2, *input_shape)
    if parameters:
        x = x.to(parameters[0])
    modes = {module: module.training for module in net.modules()}
    leaves = [module for module in net.modules() if not list(module.children())]
    hooks = [leaf.register_forward_hook(remember) for leaf in leaves]
    try:
        net.eval()
        with torch.no_grad():
            net(x)
    finally:
        for hook in hooks:
            hook.remove()
        for module, mode in modes.items():
            module.training = mode
    trainable = sum(p.numel() for p in parameters if p.requires_grad)
    frozen = sum(p.numel() for p in parameters if not p.requires_grad)
    return list(rows.values()), Totals(trainable, frozen)
    ### END SOLUTION


# %% check="model_summary"

# %% [markdown]
# Try it: the summary of a small network for pictures.

# %% tags=["try"]
net = nn.Sequential(
    nn.Conv2d(3, 8, 3),
    nn.BatchNorm2d(8),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(72, 2),
)
rows, totals = model_summary(net, (3, 8, 8))
for row in rows:
    print(f"{row.name:4}{row.kind:14}{row.output_shape!s:14}{row.parameters:6}")
print(totals)

# %% [markdown]
# ## 13. lazy_mlp and dry_run
#
# **Goal:** let the first batch decide how large a layer is.
#
# **Why it matters:** behind a few convolutions it takes arithmetic to know how many numbers come
# out. A *lazy* layer does not ask: it waits for its first input, looks at its size, and makes its
# weights then. Before that there is nothing to initialise, so the first batch has to come before
# the initialiser. Such a first pass, made to set up the shapes, is a *dry run*.
#
# `lazy_mlp()` gives an `nn.Sequential` of three: `nn.LazyLinear(256)`, a ReLU and
# `nn.LazyLinear(10)`. The number of inputs is not known: the shapes are there after the first
# batch, and only then.
#
# `dry_run(net, x, init=None)` works for any network:
#
# 1. it passes x through the network once (exactly once), without building a graph;
# 2. then, if `init` is given, it calls `net.apply(init)`;
# 3. it gives back `net`, the same object.
#
# After it, gradients are computed again as before, no parameter has a gradient that it did not
# have, and x is as it was.
#
# | what | shape |
# |---|---|
# | input `x` | `[N, D]`, any D |
# | place 0 after the first batch | weight `[256, D]`, bias `[256]` |
# | place 2 after the first batch | weight `[10, 256]`, bias `[10]` |
# | output of `lazy_mlp()` | `[N, 10]` |
#
# **Worked example.** `net = lazy_mlp()` has weights without a shape. After
# `dry_run(net, torch.rand(2, 20))` the first weight is `(256, 20)` and the second `(10, 256)`.
# With an `init` that sets all weights to 0 and all biases to 1, every output is 1.


# %% exercise="lazy_mlp"
def lazy_mlp():
    """LazyLinear(256), ReLU, LazyLinear(10): the first batch decides the number of inputs."""
    ### BEGIN SOLUTION
    return nn.Sequential(nn.LazyLinear(256), nn.ReLU(), nn.LazyLinear(10))
    ### END SOLUTION


def dry_run(net, x, init=None):
    """One forward pass without a graph, then net.apply(init); gives back net."""
    ### BEGIN SOLUTION
    with torch.no_grad():
        net(x)
    if init is not None:
        net.apply(init)
    return net
    ### END SOLUTION


# %% check="lazy_mlp"

# %% [markdown]
# Try it: the same network before and after its first batch.

# %% tags=["try"]
net = lazy_mlp()
print(net)
net(torch.rand(2, 20))
print(net)

# %% [markdown]
# ## 14. weight_norms and weight_histogram
#
# **Goal:** put a network's weights into numbers and into a picture.
#
# **Why it matters:** weights that grow without end, that die, or that never move from where they
# started: you see each of these at a glance, once you look.
#
# The *weights* of a network are its parameters whose name ends in `weight`, such as `'0.weight'`.
# Biases are left out, also in a layer whose own name has `weight` in it. A shared weight is there
# once, under its first name.
#
# `weight_norms(net)` gives a dict from name to a Python float: the weight's L2 norm, the square
# root of the sum of the squares of all its numbers, whatever its shape.
#
# `weight_histogram(net)` gives a new matplotlib `Figure` at each call, with one axes for each
# weight (there is at least one). Make it with `plt.subplots` or `plt.figure`: Jupyter shows only
# such figures by itself. The title of the axes is the weight's name. In it stands a
# histogram of the weight's numbers, drawn as bars as `ax.hist` does: 10 bins or more, which
# together hold every number, each bar as high as *how many* numbers fall in its bin (a count, not
# a share). Graded is the figure's data, not how it looks.
#
# | what | shape |
# |---|---|
# | input `net` | any `nn.Module` with weights of any shapes |
# | `weight_norms` | a dict: one float for each weight |
# | `weight_histogram` | a `Figure`: one axes for each weight |
#
# **Worked example.** `net = nn.Sequential(nn.Linear(2, 2))` with the weight
# `[[3., 0.], [0., 4.]]`. `weight_norms(net)` is `{'0.weight': 5.0}`, as
# `sqrt(9 + 0 + 0 + 16) = 5`. The histogram has one axes, titled `0.weight`: a bar of height 2 at
# 0, one of height 1 at 3 and one of height 1 at 4.


# %% exercise="weight_norms"
def weight_norms(net):
    """The L2 norm of each weight, by name."""
    ### BEGIN SOLUTION
    return {
        name: parameter.detach().norm().item()
        for name, parameter in net.named_parameters()
        if name.endswith("weight")
    }
    ### END SOLUTION


def weight_histogram(net):
    """A new figure with a histogram of each weight, one axes a weight, titled with its name."""
    ### BEGIN SOLUTION
    weights = {n: p.detach() for n, p in net.named_parameters() if n.endswith("weight")}
    figure, axes = plt.subplots(
        1, len(weights), figsize=(3.2 * len(weights), 2.6), squeeze=False, layout="constrained"
    )
    for axis, (name, weight) in zip(axes[0], weights.items(), strict=True):
        axis.hist(weight.flatten().numpy(), bins=50)
        axis.set_title(name)
        axis.set_xlabel("weight")
        axis.set_ylabel("how many")
    return figure
    ### END SOLUTION


# %% check="weight_norms"

# %% [markdown]
# Try it: one network before an initialisation and after it. PyTorch's own start is flat, and how
# wide it is depends on the layer's number of inputs. After `init_normal` both layers have the
# same narrow bell; look at the scale under it.

# %% tags=["try"]
net = nn.Sequential(nn.Linear(100, 50), nn.ReLU(), nn.Linear(50, 20))
print("before:", weight_norms(net))
figure = weight_histogram(net)
figure.suptitle("before")
net.apply(init_normal)
print("after: ", weight_norms(net))
figure = weight_histogram(net)
figure.suptitle("after init_normal")
plt.show()
