"""channel_statistics: mean and std of each channel, batch by batch."""

import torch

from grader.testing import assert_close, assert_equal, check, probe


@probe
def statistics(unit, batches):
    return list(unit.channel_statistics([(images, torch.zeros(len(images))) for images in batches]))


@probe
def from_a_stream(unit, batches):
    """The statistics from a loader that can be gone through once."""
    stream = ((images, torch.zeros(len(images))) for images in batches)
    return list(unit.channel_statistics(stream))


@probe
def passes(unit, batches):
    """How often the loader is gone through."""

    class Loader:
        begun = 0

        def __iter__(self):
            Loader.begun += 1
            return iter([(images, torch.zeros(len(images))) for images in batches])

        def __len__(self):
            return len(batches)

    unit.channel_statistics(Loader())
    return Loader.begun


def reference(batches):
    """Mean and std over all pixels, in float64."""
    pixels = torch.cat([images.double().transpose(0, 1).flatten(1) for images in batches], dim=1)
    return [pixels.mean(dim=1).float(), pixels.std(dim=1, correction=0).float()]


def draw_batches(draw, *sizes, channels=3, side=12):
    """Each batch brighter than the one before, and each channel has another spread."""
    spread = torch.tensor([0.05, 0.1, 0.2])[:channels, None, None]
    return [
        draw.normal(size, channels, side, side, mean=0) * spread
        + 0.2 * place
        + draw.number(0.1, 0.2)
        for place, size in enumerate(sizes)
    ]


# 5,000 pixels and more: dividing by one less changes the std by a ten-thousandth, which is within
# the tolerance, and costs test_divides_by_the_number_of_pixels alone.
LOOSE = {"rtol": 1e-3, "dtype": False}


def test_uneven_batches(observe, draw):
    """The statistics are not those over all pixels, where the last batch is smaller.

    Add up sums and numbers of pixels, and divide once at the end. The mean of the batches' means
    gives the pictures of a small batch too much weight.
    """
    batches = draw_batches(draw, 20, 20, 3)
    mean, std = observe(statistics, batches=batches)
    assert_close([mean, std], reference(batches), "(mean, std)", **LOOSE)


def test_std_over_all_batches(observe, draw):
    """The std is that within the batches, not that of all pixels together.

    Each batch here is brighter than the one before. Whoever compares each with its own mean does
    not see that.
    """
    batches = draw_batches(draw, 16, 16, 16)
    std = observe(statistics, batches=batches)[1]
    assert_close(std, reference(batches)[1], "the std", **LOOSE)


def test_each_channel_by_itself(observe, draw):
    """The result is not one number for each channel.

    Sum over the pictures, the rows and the columns, and not over the channels.
    """
    batches = [draw_batches(draw, 40)[0] + torch.tensor([0.0, 0.5, 1.5])[:, None, None]]
    mean, std = observe(statistics, batches=batches)
    assert_close(mean, reference(batches)[0], "the mean", **LOOSE)
    assert_close(std, reference(batches)[1], "the std", **LOOSE)
    grey = draw_batches(draw, 40, channels=1)
    assert_close(
        observe(statistics, batches=grey), reference(grey), "(mean, std) of one channel", **LOOSE
    )


def test_pictures_of_several_sizes(observe, draw):
    """Batches with larger pictures do not count more.

    It is pixels that count, not pictures.
    """
    large, small = draw_batches(draw, 10, side=24)[0], draw_batches(draw, 10, side=6)[0] + 0.6
    wide = draw_batches(draw, 4, side=16)[0][..., :7] - 0.4
    batches = [large, small, wide]
    assert_close(observe(statistics, batches=batches), reference(batches), "(mean, std)", **LOOSE)


def test_one_pass(observe, draw):
    """The loader is gone through more than once.

    Reading all pictures takes long, and a stream cannot be read twice. Two sums, that of the
    numbers and that of their squares, give mean and std at once.
    """
    batches = draw_batches(draw, 20, 20)
    count = observe(passes, batches=batches)
    check(count <= 1, f"The loader was gone through {count} times.")
    assert_close(
        observe(from_a_stream, batches=batches),
        reference(batches),
        "(mean, std) of a stream",
        **LOOSE,
    )


def test_divides_by_the_number_of_pixels(observe, draw):
    """The squared distances are divided by something else than the number of pixels.

    That is seen where there are few of them: five here. `torch.std` divides by one less unless you
    say `correction=0`.
    """
    batches = [draw.normal(3, 1, 1, 1), draw.normal(2, 1, 1, 1)]
    assert_close(
        observe(statistics, batches=batches), reference(batches), "(mean, std)", dtype=False
    )


def test_bright_and_flat(observe, draw):
    """The std is far off where the pixels are large numbers that differ little.

    Mean of the squares minus square of the mean: the first six digits are equal, and float32 has
    seven. Add up in float64.
    """
    spread = torch.tensor([0.02, 0.05])[:, None, None]
    batches = [
        draw.normal(20, 2, 12, 12, mean=0) * spread + level
        for level in (draw.number(400, 600) + torch.tensor([0.0, 0.04, 0.08])).tolist()
    ]
    std = observe(statistics, batches=batches)[1]
    assert_close(std, reference(batches)[1], "the std", rtol=0.01, dtype=False)


def test_constant_pictures(observe):
    """The std of pictures that are all the same is not 0.

    By rounding std² may come out a little below 0, and its root is NaN.
    """
    levels = torch.arange(1, 200) / 200
    batches = [levels[:, None, None].expand(n, 199, 7, 7).contiguous() for n in (7, 7, 3)]
    mean, std = observe(statistics, batches=batches)
    assert_close(mean, levels, "the mean", dtype=False)
    assert_close(std, torch.zeros(199), "the std", dtype=False)


def test_float32_results(observe, draw):
    """The results are not two float32 tensors [C]."""
    batches = [batch.double() for batch in draw_batches(draw, 30, 20)]
    mean, std = observe(statistics, batches=batches)
    assert_equal([str(mean.dtype), str(std.dtype)], ["torch.float32"] * 2, "the dtypes")
    assert_close([mean, std], reference(batches), "(mean, std) of float64 pictures", **LOOSE)
