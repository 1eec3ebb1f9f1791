"""image_datasets: pictures in folders, varied at random for training only."""

import pytest
import torch
from common import picture_folders

from grader.testing import assert_close, assert_equal, check, probe


@probe
def all_of_it(unit, pictures, as_text=False):
    """Of both datasets the pictures, the labels, and the names of the classes."""
    with picture_folders(pictures) as root:
        found = []
        for dataset in unit.image_datasets(str(root) if as_text else root):
            items = [dataset[i] for i in range(len(dataset))]
            images = [torch.as_tensor(image).as_subclass(torch.Tensor) for image, _ in items]
            labels = [label for _, label in items]
            names = [*vars(dataset)["classes"]]  # `.classes` beside `torch` would not pickle
            found.append({"images": images, "labels": labels, "classes": names})
        return found


@probe
def readings(unit, pictures, part, times):
    """The first picture of one part, read many times."""
    with picture_folders(pictures) as root:
        dataset = unit.image_datasets(root)[("train", "valid").index(part)]
        images = [dataset[0][0] for _ in range(times)]
        return torch.stack([torch.as_tensor(i).as_subclass(torch.Tensor) for i in images])


@probe
def kinds(unit, pictures):
    from torchvision.datasets import ImageFolder

    with picture_folders(pictures) as root:
        return [isinstance(dataset, ImageFolder) for dataset in unit.image_datasets(root)]


def draw_pictures(draw, *, train=(3, 2), valid=(2, 1), classes=None, size=(10, 12)):
    """Pictures of two classes for both parts."""
    names = classes or sorted((f"a{draw.word()}", f"b{draw.word()}"))
    return {
        part: {
            name: draw.integers(count, *size, high=256).to(torch.uint8)
            for name, count in zip(names, counts, strict=True)
        }
        for part, counts in (("train", train), ("valid", valid))
    }


def one_picture(image):
    """The same picture as the only one of both parts."""
    image = image.to(torch.uint8).unsqueeze(0)
    return {part: {"thing": image} for part in ("train", "valid")}


def expected_images(classes):
    """Each picture with three equal channels, from 0 to 1, by class and number."""
    return [
        (image.float() / 255).expand(3, -1, -1).contiguous()
        for name in sorted(classes)
        for image in classes[name]
    ]


@pytest.mark.weight(2)
def test_validation_stays_as_it_is(observe, draw):
    """The validation pictures are changed at random.

    A ruler that changes from one measurement to the next is none. A well-known book passes the
    training transform to both datasets; give the validation part one of its own.
    """
    pictures = draw_pictures(draw, size=(9, 9))
    expected = expected_images(pictures["valid"])[0]
    came = observe(readings, pictures=pictures, part="valid", times=12)
    assert_close(came, expected.expand(12, -1, -1, -1), "a validation picture, read 12 times")


def test_validation_pictures(observe, draw):
    """A validation picture is not float32 [3, H, W], brightness divided by 255.

    `ToTensor` does that. `PILToTensor` leaves the numbers from 0 to 255.
    """
    pictures = draw_pictures(draw)
    _, valid = observe(all_of_it, pictures=pictures, as_text=True)
    check(len(valid["images"]) == 3, f"There are 3 pictures to see, not {len(valid['images'])}.")
    for came, expected in zip(valid["images"], expected_images(pictures["valid"]), strict=True):
        assert_equal(came.shape, expected.shape, "the shape of a validation picture")
        assert_equal(str(came.dtype), "torch.float32", "the dtype of a validation picture")
        # Changed at random or not: the brightest and the darkest pixel tell the scale.
        low, high = came.min().item(), came.max().item()
        check(0 <= low < 0.5 < high <= 1, f"Its numbers go from {low:.3g} to {high:.3g}.")


def test_training_pictures(observe, draw):
    """A training picture is not float32 [3, H, W] from 0 to 1.

    The network gets both parts; they must have the same shape and scale.
    """
    pictures = draw_pictures(draw)
    train, _ = observe(all_of_it, pictures=pictures)
    check(len(train["images"]) == 5, f"There are 5 pictures to see, not {len(train['images'])}.")
    for came in train["images"]:
        assert_equal(came.shape, torch.Size([3, 10, 12]), "the shape of a training picture")
        assert_equal(str(came.dtype), "torch.float32", "the dtype of a training picture")
        low, high = came.min().item(), came.max().item()
        check(0 <= low < 0.5 < high <= 1, f"Its numbers go from {low:.3g} to {high:.3g}.")


def test_each_part_from_its_folder(observe, draw):
    """A dataset holds other pictures than its folder does.

    A picture that is in both parts is learnt by heart and then asked for.
    """
    pictures = draw_pictures(draw, train=(4, 3), valid=(1, 4))
    names = list(pictures["train"])
    train, valid = observe(all_of_it, pictures=pictures)
    labels = [float(label) for label in train["labels"]]
    assert_equal(labels, [0.0] * 4 + [1.0] * 3, "the labels of the training part")
    labels = [float(label) for label in valid["labels"]]
    assert_equal(labels, [0.0] + [1.0] * 4, "the labels of the validation part")
    assert_equal([train["classes"], valid["classes"]], [names, names], "the classes of both")


def test_labels_are_ints(observe, draw):
    """A label is no `int`.

    It is the number of a class. As an index cross-entropy takes it; floats it would take for
    probabilities, or refuse.
    """
    pictures = draw_pictures(draw)
    for part in observe(all_of_it, pictures=pictures):
        kinds = sorted({type(label).__name__ for label in part["labels"]})
        assert_equal(kinds, ["int"], "the types of the labels")


def test_training_mirrored_half_of_the_time(observe, draw):
    """A training picture is not mirrored left to right in half of its readings.

    `RandomHorizontalFlip` tosses a coin at each reading.
    """
    # By Hoeffding a share of 200 coins is more than 0.25 off with probability below 2 exp(-25).
    image = torch.zeros(20, 20)
    image[:, :8] = draw.integer(180, 255)
    came = observe(readings, pictures=one_picture(image), part="train", times=200)
    left, right = came[..., :10].sum(dim=(1, 2, 3)), came[..., 10:].sum(dim=(1, 2, 3))
    share = (right > left).float().mean().item()
    message = f"A picture that is bright on the left was bright on the right in {share:.0%} of 200."
    check(abs(share - 0.5) < 0.25, message)


def test_training_rotated(observe, draw):
    """A training picture is not rotated, or always by the same angle.

    The picture here is a bar that is the same when mirrored. Only a rotation can change it, by
    another angle at each reading.
    """
    # Angles below some 2 degrees of 10 change no pixel. So each reading is changed with a
    # probability above 0.6; that fewer than a quarter of 200 are: below exp(-2 · 200 · 0.12).
    image = torch.zeros(24, 24)
    image[11:13] = draw.integer(180, 255)
    came = observe(readings, pictures=one_picture(image), part="train", times=200)
    same = (came * 255).round() == image
    changed = (~same.flatten(1).all(dim=1)).float().mean().item()
    check(changed > 0.25, f"Only {changed:.0%} of 200 readings changed a horizontal bar.")
    outcomes = len(came.flatten(1).unique(dim=0))
    check(outcomes > 2, f"200 readings of a horizontal bar gave {outcomes} pictures in all.")


def test_training_stays_upright(observe, draw):
    """A training picture comes upside down.

    Shoes don't hang from the ceiling. Vary pictures only in ways in which they really vary: here
    left to right, and by 10 degrees at most.
    """
    image = torch.zeros(20, 20)
    image[:8] = draw.integer(180, 255)
    came = observe(readings, pictures=one_picture(image), part="train", times=60)
    turned = (came[..., 10:, :].sum(dim=(1, 2, 3)) > came[..., :10, :].sum(dim=(1, 2, 3))).sum()
    check(turned == 0, f"{turned} of 60 readings of a picture had its upper side below.")


def test_image_folders(observe, draw):
    """One of the two is no `ImageFolder`.

    It knows the names of the classes and the paths of the pictures, which others will ask it for.
    """
    came = observe(kinds, pictures=draw_pictures(draw))
    assert_equal(came, [True, True], "whether train and valid are ImageFolders")
