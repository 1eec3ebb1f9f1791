"""What you can check yourself before you hand in. Read it: a check says what is wanted."""

import tempfile
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
import torch
from torch.utils.data import DataLoader, WeightedRandomSampler

from grader.testing import assert_close, assert_equal, check

TRAIN = """name,class,age,sex,survived
"Allen, Miss Ann",1st,30,female,1
"Brown, Mr Bob",3rd,,male,0
"Clark, Mr Carl",3rd,10,male,0
"""
VALID = """name,class,age,sex,survived
"Davis, Mr Dan",2nd,,male,1
"""
REVIEWS = "text\tlabel\tsource\na b c\t1\tyelp\nd\t0\timdb\na b c d e f\t1\tamazon\n"


@contextmanager
def file(text):
    """The path of a file with this text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_text(text, encoding="utf-8")
        yield path


@pytest.mark.exercise("titanic_dataset")
def test_titanic_dataset_worked_example(unit):
    """The three passengers of the worked example come out otherwise."""
    with file(TRAIN) as path:
        train = unit.TitanicDataset(path)
        assert_equal(len(train), 3, "len(train)")
        features, label = train[0]
        second, _ = train[1]
    expected = torch.tensor([1.4142, 0.0, -1.4142, 1.4142, 1.2247, -0.7071])
    assert_close(features, expected, "the first passenger's features", rtol=1e-3)
    assert_close(second[4], torch.tensor(0.0), "the age of the second passenger")
    assert_equal(label, torch.tensor([1.0]), "the first passenger's label")


@pytest.mark.exercise("titanic_dataset")
def test_titanic_dataset_uses_the_training_statistics(unit):
    """A file that is read with the statistics of another is standardised otherwise."""
    with file(TRAIN) as train_path, file(VALID) as valid_path:
        train = unit.TitanicDataset(train_path)
        features, _ = unit.TitanicDataset(valid_path, train.statistics)[0]
    expected = torch.tensor([-0.7071, 1.0, -1.4142, -0.7071, 0.0, 1.4142])
    assert_close(features, expected, "the features", rtol=1e-3)


@pytest.mark.exercise("split")
def test_split_every_item_once(unit):
    """The two parts together are not the dataset, or have other sizes than in the statement."""
    first, second = unit.split(list("abcdefg"), 0.8, seed=1)
    first, second = [*map(first.__getitem__, range(6))], [second[0]]
    assert_equal(sorted(first + second), list("abcdefg"), "all items, sorted")


@pytest.mark.exercise("split")
def test_split_by_the_seed(unit):
    """The same seed gives another split, or another seed the same."""
    items = list(range(40))

    def first(seed):
        part, _ = unit.split(items, 0.5, seed)
        return sorted(part[i] for i in range(len(part)))

    assert_equal(first(3), first(3), "the first part, a second time")
    check(first(3) != first(4), "The seeds 3 and 4 give the same split.")


@pytest.mark.exercise("index_batches")
def test_index_batches_worked_example(unit):
    """The worked example comes out otherwise."""
    batches = list(unit.index_batches(7, 3, False, False, None))
    assert_equal(batches, [[0, 1, 2], [3, 4, 5], [6]], "the batches of n = 7")
    batches = list(unit.index_batches(7, 3, False, True, None))
    assert_equal(batches, [[0, 1, 2], [3, 4, 5]], "the batches of n = 7 with drop_last")
    batches = list(unit.index_batches(6, 3, False, True, None))
    assert_equal(batches, [[0, 1, 2], [3, 4, 5]], "the batches of n = 6 with drop_last")


@pytest.mark.exercise("index_batches")
def test_index_batches_shuffled(unit):
    """Shuffled, an index is missing or comes twice, or the order is not the generator's."""
    generator = torch.Generator().manual_seed(5)
    batches = list(unit.index_batches(10, 4, True, False, generator))
    order = torch.randperm(10, generator=torch.Generator().manual_seed(5)).tolist()
    assert_equal(batches, [order[:4], order[4:8], order[8:]], "the batches")


@pytest.mark.exercise("my_data_loader")
def test_my_data_loader_is_like_torchs(unit):
    """Not shuffled, the batches or their number are other than those of PyTorch's loader."""
    items = [(torch.tensor([i, i + 0.5]), i) for i in range(7)]
    for drop_last in (False, True):
        mine = unit.MyDataLoader(items, 3, drop_last=drop_last)
        theirs = DataLoader(items, 3, drop_last=drop_last)
        assert_equal(len(mine), len(theirs), f"len with drop_last={drop_last}")
        assert_equal(list(mine), list(theirs), f"the batches with drop_last={drop_last}")


@pytest.mark.exercise("my_data_loader")
def test_my_data_loader_starts_again(unit):
    """After a `break`, or in a loop inside a loop, it does not begin with the first item."""
    loader = unit.MyDataLoader([10, 20, 30, 40, 50], 2)
    list(islice(loader, 1))
    sizes = [[len(inner) for inner in loader] for _ in loader]
    assert_equal(sizes, [[2, 2, 1]] * 3, "the sizes of the batches, in a loop inside a loop")


@pytest.mark.exercise("my_data_loader")
def test_my_data_loader_shuffles(unit):
    """Shuffled, an item is missing or comes twice, or two epochs have the same order."""
    generator = torch.Generator().manual_seed(0)
    loader = unit.MyDataLoader(list(range(30)), 4, shuffle=True, generator=generator)
    first, second = (torch.cat(list(loader)).tolist() for _ in range(2))
    assert_equal(sorted(first), list(range(30)), "the items of an epoch, sorted")
    check(first != second, "Two epochs have the same order.")


@pytest.mark.exercise("image_datasets")
def test_image_datasets_vary_the_training_part_only(unit):
    """The training picture is the same ten times, or the validation picture is not."""
    from PIL import Image

    picture = Image.new("L", (12, 9))
    picture.paste(255, (0, 0, 4, 9))
    with tempfile.TemporaryDirectory() as folder:
        for part in ("train", "valid"):
            place = Path(folder) / part / "coat"
            place.mkdir(parents=True)
            picture.save(place / "1.png")
        train, valid = unit.image_datasets(folder)
        varied = torch.stack([torch.as_tensor(train[0][0]) for _ in range(10)])
        still = torch.stack([torch.as_tensor(valid[0][0]) for _ in range(10)])
    expected = torch.zeros(3, 9, 12)
    expected[..., :4] = 1
    assert_close(still, expected.expand(10, -1, -1, -1), "the validation picture, ten times")
    assert_equal(varied.shape, still.shape, "the shape of the training picture, ten times")
    check((varied != varied[0]).any(), "The training picture was the same ten times.")


@pytest.mark.exercise("channel_statistics")
def test_channel_statistics_worked_example(unit):
    """The worked example comes out otherwise."""
    first = torch.tensor([0.0, 2.0]).reshape(2, 1, 1, 1)
    second = torch.tensor([7.0]).reshape(1, 1, 1, 1)
    mean, std = unit.channel_statistics([(first, torch.zeros(2)), (second, torch.zeros(1))])
    assert_close(mean, torch.tensor([3.0]), "the mean")
    assert_close(std, torch.tensor([2.944]), "the std", rtol=1e-3)


@pytest.mark.exercise("channel_statistics")
def test_channel_statistics_once_through(unit):
    """A loader that can be gone through only once is not enough."""
    images = torch.rand(6, 3, 4, 5, generator=torch.Generator().manual_seed(1))
    mean, std = unit.channel_statistics((images[i : i + 4], None) for i in (0, 4))
    assert_close(mean, images.mean(dim=(0, 2, 3)), "the mean of three channels")
    assert_close(std, images.std(dim=(0, 2, 3), correction=0), "the std of three channels")


@pytest.mark.exercise("vocabulary")
def test_clean_worked_example(unit):
    """The words of the worked example come out otherwise."""
    words = unit.clean("Don't go!<br />GO  home...")
    assert_equal(words, ["dont", "go", "go", "home"], "clean(…)")


@pytest.mark.exercise("vocabulary")
def test_vocabulary_worked_example(unit):
    """The numbers of the worked example come out otherwise."""
    vocabulary = unit.Vocabulary(["b a", "B c, b", "c a"], max_words=4)
    assert_equal(len(vocabulary), 4, "len(vocabulary)")
    assert_equal(vocabulary.encode("A b? c"), [3, 2, 0], "encode('A b? c')")
    assert_equal(vocabulary.decode([3, 2, 0, 1]), "a b <unk> <pad>", "decode([3, 2, 0, 1])")


class Letters:
    """Stands for a vocabulary: a is 5, b is 6, and so on."""

    def encode(self, text):
        return [ord(letter) - ord("a") + 5 for letter in text.split()]


@pytest.mark.exercise("review_dataset")
def test_review_dataset_pads_and_cuts_left(unit):
    """A short text is not padded on the left, or a long one does not keep its last words."""
    with file(REVIEWS) as path:
        dataset = unit.ReviewDataset(path, Letters(), 4)
        items = [dataset[i] for i in range(len(dataset))]
    expected = [[1, 5, 6, 7], [1, 1, 1, 8], [7, 8, 9, 10]]
    assert_equal([tokens.tolist() for tokens, _ in items], expected, "the tokens")


@pytest.mark.exercise("review_dataset")
def test_review_dataset_types(unit):
    """The tokens are not int64, or the label is no float32 tensor without dimensions."""
    with file(REVIEWS) as path:
        tokens, label = unit.ReviewDataset(path, Letters(), 4)[0]
    assert_equal(tokens, torch.tensor([1, 5, 6, 7]), "the tokens")
    assert_equal(label, torch.tensor(1.0), "the label")


@pytest.mark.exercise("pad_collate")
def test_pad_collate_worked_example(unit):
    """The worked example comes out otherwise."""
    batch = [(torch.tensor([7, 8, 9]), 1.0), (torch.tensor([4]), 0.0)]
    tokens, lengths, labels = unit.pad_collate(batch)
    assert_equal(tokens, torch.tensor([[7, 8, 9], [4, 1, 1]]), "tokens")
    assert_equal(lengths, torch.tensor([3, 1]), "lengths")
    assert_equal(labels, torch.tensor([1.0, 0.0]), "labels")


@pytest.mark.exercise("window_dataset")
def test_window_dataset_worked_example(unit):
    """The worked example comes out otherwise."""
    dataset = unit.WindowDataset(torch.arange(5.0).unsqueeze(1), 3)
    assert_equal(len(dataset), 2, "len(dataset)")
    x, y = dataset[1]
    assert_equal(x, torch.tensor([[1.0], [2.0], [3.0]]), "x of item 1")
    assert_equal(y, torch.tensor([4.0]), "y of item 1")


@pytest.mark.exercise("window_dataset")
def test_window_dataset_comes_to_an_end(unit):
    """The index after the last one does not raise an `IndexError`."""
    dataset = unit.WindowDataset(torch.arange(5.0).unsqueeze(1), 3)
    try:
        dataset[2]
    except IndexError:
        return
    check(False, "dataset[2] raised no IndexError.")


@pytest.mark.exercise("balanced_sampler")
def test_balanced_sampler_classes_add_up_alike(unit):
    """The weights of the items do not add up to the same for each class."""
    labels = torch.tensor([0, 0, 0, 4])
    sampler = unit.balanced_sampler(labels)
    check(isinstance(sampler, WeightedRandomSampler), "It is no WeightedRandomSampler.")
    weights = torch.as_tensor(sampler.weights).double()
    assert_equal(weights.shape, torch.Size([4]), "the shape of the weights")
    assert_close((weights / weights.sum())[3].item(), 0.5, "the share of the rare class")
    assert_equal(len(sampler), 4, "len(sampler)")


@pytest.mark.exercise("show_batch")
def test_show_batch_worked_example(unit):
    """The figure of the worked example does not have five pictures with their labels."""
    figure = unit.show_batch((torch.rand(5, 1, 4, 6), torch.tensor([3, 0, 0, 9, 4])))
    pictures = [len(axes.images) for axes in figure.axes]
    titles = [axes.get_title() for axes in figure.axes]
    plt.close(figure)
    assert_equal(pictures, [1] * 5, "the number of pictures in each axes")
    assert_equal(titles, ["3", "0", "0", "9", "4"], "the titles")


@pytest.mark.exercise("show_batch")
def test_show_batch_in_colour(unit):
    """A picture of three channels is not shown as [H, W, 3]."""
    images = torch.rand(2, 3, 4, 6)
    figure = unit.show_batch((images, torch.tensor([1, 2])))
    shown = torch.tensor(figure.axes[0].images[0].get_array().tolist())
    plt.close(figure)
    assert_close(shown, images[0].permute(1, 2, 0), "the first picture")
