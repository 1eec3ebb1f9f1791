import torch
from common import (
    across,
    fresh,
    gradients,
    none_of,
    passed,
    reference_gradients,
    reference_training,
    registered,
    swapped,
    trained,
    used,
)

from grader.testing import assert_close, assert_equal, check, forbid

SHAPES = {"weight": (3, 2, 3, 3), "bias": (3,)}
SIZES = (2, 3, 3)
KINDS = ("Conv", "ConvTranspose")


def reference(state, x, stride=1, padding=0):
    """The sum over the places of the kernel, each with the part of the picture that it meets."""
    weight, bias = state["weight"], state["bias"]
    n, channels, height, width = x.shape
    k = weight.shape[-1]
    picture = x.new_zeros(n, channels, height + 2 * padding, width + 2 * padding)
    picture[:, :, padding : padding + height, padding : padding + width] = x
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - k) // stride + 1
    y = bias[:, None, None].expand(n, -1, rows, columns)
    for i in range(k):
        for j in range(k):
            met = picture[:, :, i::stride, j::stride][:, :, :rows, :columns]
            y = y + torch.einsum("oc,nchw->nohw", weight[:, :, i, j], met)
    return y


def kernel(draw, out_channels, in_channels, size, dtype=None):
    return {
        "weight": draw.normal(out_channels, in_channels, size, size, dtype=dtype),
        "bias": draw.normal(out_channels, std=3, dtype=dtype),
    }


def assert_convolves(observe, draw, sizes, shape, stride=1, padding=0):
    """`sizes` are the channels in and out and the kernel's; `shape` is that of the input."""
    inputs, outputs, size = sizes
    state, x = kernel(draw, outputs, inputs, size), draw.normal(*shape)
    arguments = (*sizes, stride, padding)
    seen = observe(passed, name="MyConv2d", state=state, x=x, arguments=arguments)
    what = (
        f"the output of MyConv2d({inputs}, {outputs}, {size}, stride={stride}, "
        f"padding={padding}) for an input of shape {shape}"
    )
    assert_close(seen["y"], reference(state, x, stride, padding), what)
    assert_equal(seen["x"], x, "the input after the call")


def test_each_window_meets_the_kernel(observe, draw):
    """The output is not the sum over each window of weight · window, plus the bias.

    In `F.unfold` a window is one column: all numbers of the first channel row by row, then those of
    the second. `weight.flatten(1)` lays each output channel out in the same order.
    """
    for size, side in [(3, 6), (2, 5), (1, 4), (4, 4)]:  # up to one as large as the picture
        assert_convolves(observe, draw, (2, 3, size), (1, 2, side, side))


def test_kernel_is_not_turned_round(observe, draw):
    """The kernel is turned round, upside down or from left to right.

    The upper left number of the kernel meets the upper left number of the window. In mathematics a
    convolution turns the kernel round; PyTorch does not.
    """
    state = {"weight": torch.zeros(1, 1, 3, 3), "bias": torch.zeros(1)}
    row, column = draw.choice([(0, 1), (0, 2), (1, 0), (2, 0), (2, 1), (1, 2)])
    state["weight"][0, 0, row, column] = 1  # this kernel moves the picture
    x = draw.normal(1, 1, 6, 6)
    seen = observe(passed, name="MyConv2d", state=state, x=x, arguments=(1, 1, 3))
    expected = x[:, :, row : row + 4, column : column + 4]
    what = f"the output of a kernel with a single 1 in row {row}, column {column}"
    assert_close(seen["y"], expected, what)


def test_channels(observe, draw):
    """The channels are not added up or told apart as they should be.

    Each output channel has a kernel for each input channel, and one bias. With as many channels in
    as out, the other way round runs too: weight[o, i] is the kernel from input i to output o.
    """
    for sizes in [(3, 3, 2), (1, 4, 3), (4, 1, 3), (1, 1, 2)]:
        assert_convolves(observe, draw, sizes, (1, sizes[0], 5, 5))


def test_height_and_width_differ(observe, draw):
    """A picture that is not square comes out wrong.

    `F.unfold` gives the places row by row in one dimension of length H' · W'. To fold it back you
    need H' and W' themselves, rows first.
    """
    for size in [(7, 4), (4, 7), (3, 9), (9, 3), (5, 6)]:
        assert_convolves(observe, draw, SIZES, (1, 2, *size))


def test_stride(observe, draw):
    """With a stride the output is not right.

    The window moves `stride` places at a time, right and down. What is left over at the edge and is
    too narrow for a window is not looked at: the `//` in the formula.
    """
    for stride, side in [(2, 7), (2, 8), (3, 8), (3, 10), (4, 9)]:
        assert_convolves(observe, draw, SIZES, (1, 2, side, side), stride=stride)


def test_padding(observe, draw):
    """With a padding the output is not right.

    `padding` rows or columns of zeros stand on *each* of the four sides, so the height and the
    width both grow by two times `padding`.
    """
    for padding, side in [(1, 5), (1, 4), (2, 2), (3, 1)]:
        assert_convolves(observe, draw, SIZES, (1, 2, side, side), padding=padding)


def test_stride_and_padding_together(observe, draw):
    """With a stride and a padding together the output is not right."""
    for stride, padding, size in [(2, 1, (7, 6)), (3, 2, (5, 8)), (2, 3, (4, 3))]:
        assert_convolves(observe, draw, SIZES, (1, 2, *size), stride=stride, padding=padding)


def test_samples_stay_apart(observe, draw):
    """The samples of a batch mix, or a batch of one or an empty one does not work.

    `F.unfold` gives each sample a matrix of its own, and `@` multiplies them one by one. Put all
    windows into one matrix, and you have to take the samples apart again in the right order. A -1
    in `reshape` cannot be worked out where there are no numbers: name all sizes.
    """
    for n in (3, 1, 0):
        assert_convolves(observe, draw, SIZES, (n, 2, 5, 5))
    state, x = kernel(draw, 3, 2, 3), draw.normal(2, 2, 5, 5)
    y = observe(across, name="MyConv2d", state=state, x=x, arguments=SIZES)
    assert_close(y, reference(state, x), "the output for an input that does not lie in one piece")


def test_swaps_state_with_nn_conv2d(observe, draw):
    """A state_dict does not go from `nn.Conv2d` into your layer and back.

    Both need the names `weight` and `bias` with the same shapes, and nothing beside them.
    """
    x = draw.normal(2, 2, 5, 5)
    for seen in observe(registered, name="MyConv2d", x=x, arguments=SIZES):
        assert_equal(seen["parameters"], SHAPES, "the shapes of the parameters")
        assert_equal(seen["buffers"], {}, "the buffers")
        assert_equal(seen["state"], SHAPES, "the shapes in the state_dict")
    state = kernel(draw, 3, 2, 3)
    seen = observe(swapped, name="MyConv2d", kind="Conv2d", state=state, x=x, arguments=SIZES)
    expected = [reference(state, x)] * 3
    assert_close(seen["outputs"], expected, "the outputs (yours, theirs, yours)")
    assert_equal(seen["state"], state, "the state_dict after the round trip")


def test_learns(observe, draw):
    """The gradients are not right, or some steps of SGD do not change the layer as they should.

    With `.data` or `detach()` a parameter is a constant for PyTorch, and never learns.
    """
    state, x, cotangent = kernel(draw, 3, 2, 3), draw.normal(3, 2, 5, 5), draw.normal(3, 3, 3, 3)
    seen = observe(
        gradients, name="MyConv2d", state=state, x=x, cotangent=cotangent, arguments=SIZES
    )
    expected = reference_gradients(reference, state, x, cotangent)
    assert_close(seen, expected, "the gradients")
    batches = [(draw.normal(4, 2, 4, 4), draw.normal(4, 3, 2, 2)) for _ in range(3)]
    seen = observe(
        trained, name="MyConv2d", state=state, batches=batches, lr=0.02, x=x, arguments=SIZES
    )
    expected = reference_training(reference, state, batches, 0.02)
    assert_close(seen["state"], expected, "what the layer holds after three steps")
    assert_close(seen["y"], reference(expected, x), "the output after three steps")


def test_starts_random(observe, draw):
    """The weight does not start with random numbers that follow `torch.manual_seed`.

    From zeros the picture does not come through. Two seeds have to give two starts, and the same
    seed the same one.
    """
    one, other, x = draw.seed(), draw.seed(), draw.normal(3, 2, 5, 5)
    x = torch.cat([torch.zeros(1, 2, 5, 5), x])
    first, second, again = observe(
        fresh, name="MyConv2d", seeds=[one, other, one], x=x, arguments=SIZES
    )
    check(torch.is_tensor(first) and first.shape == (4, 3, 3, 3), "The output has a wrong shape.")
    check(first.isfinite().all(), "The output is not finite.")
    assert_equal(again, first, "the output of a layer made with the same seed")
    # What comes out for zeros is the bias, which may start as it likes; the rest is the weight.
    kernels = [y[1:] - y[:1] for y in (first, second)]
    check(not torch.allclose(*kernels, rtol=1e-3, atol=1e-4), "Two seeds give the same weights.")


def test_float64(observe, draw):
    """A layer in float64 does not compute in float64."""
    state = kernel(draw, 3, 2, 3, dtype=torch.float64)
    x = draw.normal(2, 2, 5, 5, dtype=torch.float64)
    seen = observe(passed, name="MyConv2d", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], reference(state, x), rtol=1e-10, atol=1e-11)


def test_does_not_use_a_convolution(observe, source, draw):
    """A convolution of PyTorch's does the work.

    This exercise is about what it does inside. `F.unfold` lays the windows out, and one matrix
    product takes all the sums.
    """
    seen = observe(used, name="MyConv2d", x=draw.normal(2, 2, 5, 5), arguments=SIZES)
    y = seen["y"]
    check(torch.is_tensor(y) and y.shape == (2, 3, 3, 3), "The output has a wrong shape.")
    words = ("conv1d", "conv2d", "conv3d", "conv_", "convolution", "modules.conv.")
    none_of(seen, words, "A convolution of PyTorch's does the work.")
    kinds = [f"{lazy}{kind}{n}d" for lazy in ("", "Lazy") for kind in KINDS for n in (1, 2, 3)]
    functions = [f"{kind}{n}d" for kind in ("conv", "conv_transpose") for n in (1, 2, 3)]
    forbid(
        source,
        *(f"torch.nn.{kind}" for kind in kinds),
        "torch.nn.modules.conv._ConvNd",
        *(f"torch.nn.functional.{function}" for function in functions),
        *(f"torch.{function}" for function in functions),
        "torch.convolution",
        "torch.conv_tbc",
        "torch.mkldnn_convolution",
        "torch.ops.aten.conv2d",
        "torch.ops.aten.convolution",
    )
