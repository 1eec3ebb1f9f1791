# %% [markdown]
# # Data
#
# A network sees nothing but tensors. Before that there are files: tables with holes, folders of
# pictures, sentences of every length, a series of measurements. This unit is about the way from
# a file to a batch, and about the mistakes that happen on it. Nearly all of them are silent:
# nothing crashes, the scores even look better than they are.
#
# Three words are used throughout. A *dataset* is an object with `len(dataset)` and `dataset[i]`,
# which gives item number i. Mostly an item is a pair `(input, label)`. A *batch* is a group of
# items, made into tensors with one more dimension in front, which counts the items. A *loader* is
# what a `for` loop goes through to get batches.
#
# And one idea is used throughout. The *training part* of your data is what you learn from. The
# *validation part* stands for the future: you must not learn anything from it, or the score on it
# is worth nothing. When knowledge of the validation part slips into the training after all, it is
# called *leakage*. A mean is knowledge; so is a list of words.
#
# You write in `data.py`. The data is real and lies in the course's folder `data`;
# `data/README.md` says where it comes from. The next cell is given.

# %%
import math
import re
import string
from collections import Counter
from csv import DictReader
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch.utils.data import (
    DataLoader,
    Dataset,
    Subset,
    TensorDataset,
    WeightedRandomSampler,
    default_collate,
)

from grader.torchvision_operators import mend_on_import

mend_on_import()  # torchvision may have been built for another torch: let it load all the same


def data_folder(name):
    """The course's folder data/<name>, from wherever in the course this runs."""
    here = Path.cwd()
    places = [folder / "data" / name for folder in (here, *here.parents)]
    return next((place for place in places if place.is_dir()), places[0])

# %% [markdown]
# ## 1. TitanicDataset
#
# **Goal:** turn a table with words and holes into standardised numbers, without leakage.
#
# **Why it matters:** most data comes as a table. Each line of code below decides something that
# the network will have to live with: what a word becomes, what a hole becomes, and *whose* mean is
# taken away. The mean must be that of the training part, also when the validation part is
# prepared. Otherwise the two are measured with different rulers, and the validation part has had
# its say.
#
# `TitanicDataset(csv, statistics=None)` reads the file at the path `csv`, with the columns
# `name`, `class`, `age`, `sex` and `survived`. (A name may hold commas and stands in quotation
# marks; `DictReader`, imported above, knows.) Each row becomes six numbers, in this order:
#
# | place | number |
# |---|---|
# | 0, 1, 2 | 1 if `class` is `1st`, `2nd`, `3rd`, in this order, else 0 (*one-hot*) |
# | 3 | 1 if `sex` is `female`, 0 if it is `male` |
# | 4 | `age`; where it is empty, the mean age (see below) |
# | 5 | 1 if `age` is empty, else 0 |
#
# There are always six, whichever classes occur in the file. Then each column is standardised:
# (number − mean) / std.
#
# - Without `statistics` this is the training part. The mean age is that of the known ages in this
#   file; at least one age is known. `mean` and `std` are those of the six columns of this file,
#   after the ages have been filled in. The *std* is the root of the mean squared distance from the
#   mean (divide by the number of rows, not by one less). A column that is constant has std 0, or
#   nearly 0 where numbers were rounded: a std below 0.0001 counts as 0. Use 1 in its place, so that
#   the column becomes 0 and not NaN.
# - With `statistics`, a pair `(mean, std)` as above, *everything* comes from there: `mean[4]` fills
#   the ages, and `mean` and `std` standardise. Nothing is computed from the file.
# - `dataset.statistics` is the pair in use, so that you can write
#   `valid = TitanicDataset("valid.csv", train.statistics)`.
# - An item depends on its index alone. Loaders often have several worker processes, each with a
#   copy of your dataset; so close the file once you have read it. Keep none open in the dataset.
#
# | what | type and shape |
# |---|---|
# | `dataset.statistics` | `mean` and `std`, both float32 `[6]` |
# | `dataset[i]` | a pair: features float32 `[6]`, label float32 `[1]`, which is 1. or 0. |
# | `len(dataset)` | the number of passengers |
#
# The label is float and has a dimension, because the loss for yes and no compares it with an
# output of the network, which is float and has one.
#
# **Worked example.** Three passengers: first class, female, 30 years; third class, male, age
# unknown; third class, male, 10 years. The mean of the known ages is 20, so the columns are
# `[1, 0, 0, 1, 30, 0]`, `[0, 0, 1, 0, 20, 1]` and `[0, 0, 1, 0, 10, 0]`. Their mean is
# `[1/3, 0, 2/3, 1/3, 20, 1/3]`, their std `[0.4714, 1, 0.4714, 0.4714, 8.165, 0.4714]`; the 1
# stands for the 0 of the second class. The first passenger becomes
# `[1.4142, 0, -1.4142, 1.4142, 1.2247, -0.7071]`, and the second has 0 for the age. With these
# statistics, a man of the second class with unknown age in another file becomes
# `[-0.7071, 1, -1.4142, -0.7071, 0, 1.4142]`.

# %% exercise="titanic_dataset"
class TitanicDataset(Dataset):
    """Passengers as six standardised numbers, and whether they survived.

    Args:
        csv: path of the file.
        statistics: (mean, std) of the training part; None where this is the training part.
    """

    def __init__(self, csv, statistics=None):
        raise NotImplementedError("titanic_dataset: write this part")

    def __len__(self):
        raise NotImplementedError("titanic_dataset: write this part")

    def __getitem__(self, index):
        raise NotImplementedError("titanic_dataset: write this part")

# %% [markdown]
# Try it: the training part has mean 0 and std 1 in every column, because that is how it was made.
# The validation part does not quite, and should not: it was measured with the other's ruler.

# %% [markdown]
# ## 2. split
#
# **Goal:** divide a dataset into two parts that have nothing in common.
#
# **Why it matters:** often there is one file, and you decide what to learn from and what to keep
# for validation. An item that is in both parts is the plainest leakage of all. Files are often
# sorted, so the first 80 % are no fair sample. And a division that changes with every run makes
# last week's score and today's incomparable.
#
# `split(dataset, fraction, seed)` gives two datasets, `(first, second)`.
#
# - Each item of `dataset` is in exactly one of them, as often as it is in `dataset`.
# - `first` has `round(fraction * len(dataset))` items, `second` all the others. `fraction` lies
#   between 0 and 1, both included; a part may be empty.
# - Which items go where is random. It depends on `seed`, on `fraction` and on the size of
#   `dataset`, and on nothing else. So the same seed gives the same parts. Another seed gives
#   others, if there are more than a few items.
# - PyTorch's global random numbers are not touched: whoever has called `torch.manual_seed` still
#   gets the numbers that they expect. Make a `torch.Generator` of your own.
# - No item is read. It may be a picture on a disk; you only deal out the numbers of the items. The
#   given class `Subset(dataset, indices)` is a dataset made of chosen items of another.
# - PyTorch's `random_split` is allowed.
#
# | what | type |
# |---|---|
# | `dataset` | any dataset, N items |
# | `first`, `second` | datasets of n and N − n items, n = `round(fraction * N)` |
#
# **Worked example.** With `fraction=0.8` a dataset of 7 items is divided into
# `round(5.6) = 6` items and 1 item. If it holds the letters a to g, one seed may give
# `c a g b f d` and `e`.

# %% exercise="split"
def split(dataset, fraction, seed):
    """Two random parts of a dataset: round(fraction · N) items, and the others."""
    raise NotImplementedError("split: write this part")

# %% [markdown]
# ## 3. index_batches
#
# **Goal:** deal out the numbers 0 to n − 1 in batches.
#
# **Why it matters:** this is the heart of every loader: which items go together, in which order.
# A mistake here loses data in every epoch, or shows some items twice, and no error tells you.
#
# `index_batches(n, batch_size, shuffle, drop_last, generator)` gives lists of ints, each list of
# `batch_size` of them, but the last one may be smaller. Return a list of these lists, or write a
# generator function with `yield`: whoever calls you only goes through the result once with `for`.
#
# - Without `shuffle` the order is 0, 1, 2, …, and no random number is drawn.
# - With `shuffle` the order is that of `torch.randperm(n, generator=generator)`, drawn anew for
#   each call. So with a generator in the same state you get the same batches, and they are the
#   ones that PyTorch's own samplers make from it. `generator` may be `None`; then PyTorch's
#   global random numbers decide.
# - If `batch_size` does not divide n, the last batch is smaller. With `drop_last` it is left out.
#   A last batch that is full always stays.
# - `n = 0` gives no batch.
#
# | what | type |
# |---|---|
# | `n`, `batch_size` | ints, `batch_size` at least 1 |
# | result | lists of ints; without `drop_last` they hold n numbers in all |
#
# **Worked example.** `index_batches(7, 3, False, False, None)` gives `[0, 1, 2]`, `[3, 4, 5]` and
# `[6]`. With `drop_last=True` the `[6]` is missing. With n = 6 there are two batches either way.

# %% exercise="index_batches"
def index_batches(n, batch_size, shuffle, drop_last, generator):
    """Lists of at most batch_size indices below n, in order or shuffled by the generator."""
    raise NotImplementedError("index_batches: write this part")

# %% [markdown]
# Try it: three epochs of ten numbers. Each row is an epoch, each colour a batch; the dot with the
# number 0 is drawn black, so that you can follow it.

# %% [markdown]
# ## 4. MyDataLoader
#
# **Goal:** write your own `DataLoader`.
#
# **Why it matters:** you will pass a loader to every training loop you write. Once you have
# written one, you know what it does on `for`, why the order changes from epoch to epoch, and what
# a `collate_fn` is.
#
# `MyDataLoader(dataset, batch_size, shuffle=False, drop_last=False,
# collate_fn=default_collate, generator=None)`:
#
# - `for batch in loader` gives batches. For each, the items of the batch are read by
#   `dataset[i]` and put in a list, and `collate_fn` makes the batch of this list.
#   `default_collate` is PyTorch's: it stacks tensors, turns numbers into tensors, and looks into
#   tuples, lists and dicts.
# - Order, last batch, `drop_last` and `generator` are as in `index_batches`, which you may use.
#   When not shuffled, the batches are those of PyTorch's `DataLoader`, one by one.
#   When shuffled, each item comes once an epoch, and each epoch has a new order, drawn from the
#   `generator` if there is one. You may draw it when the `for` begins or when it asks for its first
#   batch.
# - Each `for` starts from the beginning, also after a `break`. Two loops that go through the same
#   loader at the same time don't disturb each other.
# - Items are read when their batch is asked for, not all at the start: a dataset may be larger
#   than the memory.
# - `len(loader)` is the number of batches.
# - Forbidden: PyTorch's `DataLoader`, under any name.
#
# | what | type and shape |
# |---|---|
# | an item | for instance a pair of tensors `[4]` and `[1]` |
# | a batch of B such items, with `default_collate` | a list of two tensors `[B, 4]` and `[B, 1]` |
# | `len(loader)` | ⌈N / batch_size⌉; with `drop_last` ⌊N / batch_size⌋ |
#
# **Worked example.** `MyDataLoader([10, 20, 30, 40, 50], batch_size=2)` gives the batches
# `tensor([10, 20])`, `tensor([30, 40])` and `tensor([50])`; its length is 3. (A list is a dataset,
# too.) With `collate_fn=sum` the batches are 30, 70 and 50.

# %% exercise="my_data_loader"
class MyDataLoader:
    """Batches of a dataset, each epoch from the beginning."""

    def __init__(
        self,
        dataset,
        batch_size,
        shuffle=False,
        drop_last=False,
        collate_fn=default_collate,
        generator=None,
    ):
        raise NotImplementedError("my_data_loader: write this part")

    def __iter__(self):
        raise NotImplementedError("my_data_loader: write this part")

    def __len__(self):
        raise NotImplementedError("my_data_loader: write this part")

# %% [markdown]
# Try it: your loader beside PyTorch's, in the same order and under the same generator. PyTorch's
# loader draws one more number from a generator that it is given itself; so here its sampler, the
# part that shuffles, gets the generator.

# %% [markdown]
# ## 5. image_datasets
#
# **Goal:** load folders of pictures, and vary the training pictures at random.
#
# **Why it matters:** a coat is a coat when it is mirrored or hangs a little askew. If the network
# sees each training picture a little different in each epoch, it cannot learn it by heart. This
# is called *augmentation*. The validation pictures must stay as they are: they are the ruler. A
# well-known book makes two transforms, one for each part, and then passes the one for training to
# both datasets. Its validation score changes from one measurement to the next, and measures
# something that no user will ever ask for.
#
# `image_datasets(root)` gives a pair `(train, valid)` of `torchvision.datasets.ImageFolder`, of
# the folders `root/train` and `root/valid`. `ImageFolder` takes one folder a class, and numbers
# the classes by the alphabet. It opens each picture with three channels.
#
# - Both: each picture becomes a float32 tensor `[3, H, W]` with numbers from 0 to 1, brightness
#   divided by 255.
# - Training only: with probability ½ the picture is mirrored left to right, and it is rotated by a
#   random angle between −10 and 10 degrees. It keeps its size. Both are drawn anew each time that a
#   picture is read. The order is up to you: this may come before the picture becomes a tensor, or
#   after.
# - Validation: nothing else. The same tensor comes each time.
#
# `torchvision.transforms` has what you need; its newer twin `torchvision.transforms.v2` does, too.
# Import what you use inside the function: importing torchvision takes a while, and the other
# exercises don't need it.
#
# | what | type and shape |
# |---|---|
# | `root` | a path, `str` or `Path` |
# | `train[i]`, `valid[i]` | a pair: picture float32 `[3, H, W]`, label `int` |
#
# **Worked example.** The course's `data/fashion_png` has the folders `train` (240 pictures) and
# `valid` (60), in each the folders `coat` and `dress`, so coat is 0 and dress is 1.
# `valid[0][0]` has shape `[3, 28, 28]` and is the same at each call. `train[0][0]` is another
# nearly each time.

# %% exercise="image_datasets"
def image_datasets(root):
    """The folders root/train, with random flips and rotations, and root/valid, as it is."""
    raise NotImplementedError("image_datasets: write this part")

# %% [markdown]
# Try it: in the upper row one training picture, read eight times; it hangs askew, now to the left,
# now to the right, and is mirrored. In the lower row one validation picture, read eight times.
# `make_grid` of torchvision joins a batch of pictures into one.

# %% [markdown]
# ## 6. channel_statistics
#
# **Goal:** find the mean and the spread of all pixels of a dataset, without holding it in memory.
#
# **Why it matters:** pictures are standardised channel by channel, with the numbers of the
# training part. A dataset of pictures rarely fits in memory, so you see it batch by batch. The
# mean of the batches' means is off as soon as one batch is smaller than the others. The mean of
# their standard deviations is off always: each batch is compared with its own mean.
#
# `channel_statistics(loader)` goes through `loader` **once** and gives `(mean, std)`, for each
# channel over all its pixels in all pictures: the root of the mean squared distance from the mean,
# divided by the number of pixels, not by one less.
#
# Two sums are enough, that of the numbers and that of their squares, because
#
# std² = (mean of the squares) − (mean)².
#
# Two large numbers of nearly the same size are subtracted here. In float32, with its seven
# digits, little may be left of the difference, or even something negative, whose root is NaN. So
# add up in float64, and take nothing below 0 for std².
#
# - Batches may differ in the number of pictures, and also in the height and width of these. What
#   counts is pixels.
# - `loader` may be something that can be gone through only once.
#
# | what | type and shape |
# |---|---|
# | a batch | a pair: pictures float `[B, C, H, W]`, labels |
# | `mean`, `std` | float32 `[C]` |
#
# **Worked example.** One channel, two batches: a first one of two pictures of a single pixel each,
# 0 and 2, and a second one of a single picture of one pixel, 7. The mean is 9 / 3 = `3.0`, while
# the mean of the means 1 and 7 would be 4. The mean of the squares is (0 + 4 + 49) / 3 = 17.667,
# so std² = 17.667 − 9 = 8.667, and std = `2.944`.

# %% exercise="channel_statistics"
def channel_statistics(loader):
    """Mean and standard deviation of each channel over all pixels, in one pass."""
    raise NotImplementedError("channel_statistics: write this part")

# %% [markdown]
# Try it on 5,000 pictures of clothing. The two results must agree; the second one has all pictures
# in memory at once.

# %% [markdown]
# ## 7. clean and Vocabulary
#
# **Goal:** turn text into numbers, and numbers back into text.
#
# **Why it matters:** a network cannot read. It gets the number of each word, its place in a list
# of words that was made from the training texts. The list is knowledge: if it is made from the
# validation texts as well, the network is prepared for words that it should never have heard of.
#
# Write two things.
#
# `clean(text)` gives the words of a text, a list of `str`. Its steps, in this order:
#
# 1. lower case;
# 2. line breaks of HTML become spaces: `<br>`, `<br/>` and `<br />`, no other forms (in capitals,
#    too: they are small by now);
# 3. apostrophes `'` vanish: `don't` becomes `dont`;
# 4. every other character of `string.punctuation` becomes a space, the underscore included;
# 5. splitting on white space of any kind and length, so that no word is empty. (A well-known book
#    writes `split(" ")`, which gives an empty word between any two spaces, and then counts the
#    empty word as the commonest of all.)
#
# `Vocabulary(texts, max_words)` is made from a list of texts, each of them as it comes, not yet
# cleaned.
#
# - It holds at most `max_words` words, and `max_words` is at least 2. Two of them are given:
#   `'<unk>'` has the number 0 and stands for each word that is not in the list, `'<pad>'` has the
#   number 1 and fills up short texts.
# - The others are the most frequent words of all texts together, from number 2 on: the most
#   frequent first, and equally frequent ones by the alphabet (as Python compares strings).
# - `len(vocabulary)` is the number of words in the list, the two given ones included.
# - `encode(text)` gives the numbers of the words of `clean(text)`, a list of `int`.
# - `decode(ids)` takes such a list and gives the words, joined by single spaces, the two given ones
#   in the form above.
# - The list never changes after it was made, whatever is encoded.
#
# | what | type |
# |---|---|
# | `clean(text)` | `list[str]` |
# | `encode(text)` | `list[int]`, as long as `clean(text)` |
# | `decode(ids)` | `str` |
#
# **Worked example.** `clean("Don't go!<br />GO  home...")` gives `['dont', 'go', 'go', 'home']`.
# `Vocabulary(["b a", "B c, b", "c a"], max_words=4)` counts b 3 times, a and c twice each. It has
# room for two: `b` is 2 and `a` is 3. Then `encode("A b? c")` is `[3, 2, 0]`, and
# `decode([3, 2, 0, 1])` is `'a b <unk> <pad>'`.

# %% exercise="vocabulary"
def clean(text):
    """The words of a text, in lower case and without punctuation."""
    raise NotImplementedError("vocabulary: write this part")


class Vocabulary:
    """The most frequent words of some texts, numbered; '<unk>' is 0 and '<pad>' 1."""

    def __init__(self, texts, max_words):
        raise NotImplementedError("vocabulary: write this part")

    def __len__(self):
        raise NotImplementedError("vocabulary: write this part")

    def encode(self, text):
        """The numbers of the text's words; 0 for a word that is not in the list."""
        raise NotImplementedError("vocabulary: write this part")

    def decode(self, ids):
        """The words of these numbers, joined by spaces."""
        raise NotImplementedError("vocabulary: write this part")

# %% [markdown]
# Try it on the course's reviews: what is left of a sentence, when the list is short? And how long
# are the sentences? The histogram shows how many sentences have how many words. Most have fewer
# than 20, the dashed line; a few have more than twice as many. The next two exercises are about
# what to do with such lengths.

# %% [markdown]
# ## 8. ReviewDataset
#
# **Goal:** make texts of every length equally long.
#
# **Why it matters:** a batch is one tensor, so its rows must have one length. The easy way is to
# choose a length for good: fill up what is shorter, cut what is longer. It matters on which side.
# A network that reads from left to right has the end of the text freshest in mind, and reviews
# tend to say at the end what they think. So the filling goes to the left, and the cut as well.
#
# `ReviewDataset(tsv, vocabulary, length)` reads the file at the path `tsv`. Its first line names
# the columns, `text`, `label` and `source`; in each other line the three are parted by tabs, and
# never quoted. `label` is 1 for a good review and 0 for a bad one. Each line ends in a line feed,
# `\n`. (Beware of `splitlines()`: it breaks a text at some rarer characters, too.) `length` is at
# least 1.
#
# - The words' numbers are what `vocabulary.encode(text)` gives. The vocabulary is given, and made
#   from training texts; don't make one here.
# - A text of fewer than `length` words is padded with the number 1 (`'<pad>'`) on the **left**.
# - Of a longer one the **last** `length` words are kept.
# - Items come in the order of the file. `dataset[i]` gives the same item at every reading, in any
#   order, and also from a copy of the dataset: a loader with several worker processes has a copy in
#   each. So don't keep an open file in the dataset, nor the place up to which you have read.
#
# | what | type and shape |
# |---|---|
# | `vocabulary` | an object with `encode(text)`, which gives a `list[int]` |
# | `dataset[i]` | a pair: tokens int64 `[length]`, label float32 `[]`, which is 1. or 0. |
# | `len(dataset)` | the number of reviews |
#
# **Worked example.** If `encode` gives `[5, 6, 7]`, then with `length=5` the tokens are
# `[1, 1, 5, 6, 7]`, and with `length=2` they are `[6, 7]`. A text without any word becomes
# `[1, 1]`.

# %% exercise="review_dataset"
class ReviewDataset(Dataset):
    """Reviews as numbers of words, all of one length, and whether they are good.

    Args:
        tsv: path of the file.
        vocabulary: has `encode`.
        length: of each text, in words.
    """

    def __init__(self, tsv, vocabulary, length):
        raise NotImplementedError("review_dataset: write this part")

    def __len__(self):
        raise NotImplementedError("review_dataset: write this part")

    def __getitem__(self, index):
        raise NotImplementedError("review_dataset: write this part")

# %% [markdown]
# Try it: the first reviews, as a network gets them, and read back.

# %% [markdown]
# ## 9. pad_collate
#
# **Goal:** make a batch of texts of different lengths, no longer than needed.
#
# **Why it matters:** with one length for all, most of what the network computes is padding. A
# loader asks its `collate_fn` to make a batch of a list of items. If that function pads to the
# longest text of *this* batch, nothing is cut, and little is wasted. It must also say how long each
# text really is, because afterwards nobody can tell.
#
# `pad_collate(batch)` takes a list of pairs `(tokens, label)`, and gives
# `(tokens, lengths, labels)`:
#
# - `tokens`: one row a text, in the order of the batch, padded on the **right** with the number 1
#   to the longest text of the batch;
# - `lengths`: the number of tokens of each text, before padding;
# - `labels`.
#
# The batch has at least one item. A text may be empty; its tensor is int64 like the others, and
# `tokens` is int64 even if all texts are empty. The tensors of the batch stay as they are.
#
# | what | type and shape |
# |---|---|
# | an item | a pair: int64 `[t]` and a Python `float`; t differs from item to item |
# | `tokens` | int64 `[B, T]`, T the largest t |
# | `lengths` | int64 `[B]` |
# | `labels` | float32 `[B]` |
#
# **Worked example.** `[(tensor([7, 8, 9]), 1.0), (tensor([4]), 0.0)]` becomes
# `tokens = [[7, 8, 9], [4, 1, 1]]`, `lengths = [3, 1]`, `labels = [1., 0.]`.

# %% exercise="pad_collate"
def pad_collate(batch):
    """A batch of texts padded on the right with 1: tokens [B, T], lengths [B], labels [B]."""
    raise NotImplementedError("pad_collate: write this part")

# %% [markdown]
# Try it: how much padding is there? In the left picture there are 32 reviews, as they come. For the
# right one all reviews were sorted by length first, and these are 32 neighbours among the long
# ones. Each row is a text; what is dark is padding. That is why large projects put texts of
# similar length together.

# %% [markdown]
# ## 10. WindowDataset
#
# **Goal:** cut a series of measurements into what is known and what comes next.
#
# **Why it matters:** to predict a series, a network gets the last few rows and has to say the next
# one. Two mistakes are common, and both are off by one. If the window reaches one row too far, the
# answer stands in the question: the network copies it, and the error is wonderfully small. If the
# count is one too small, the newest row is never used.
#
# `WindowDataset(series, window)` is a dataset of pairs `(x, y)`. In item i, `x` is the rows i to
# i + window − 1, `window` rows in all, and `y` is row i + window, the next one.
#
# - There are T − window items: in the last one `y` is the last row. If T is not greater than
#   `window`, there are none, and `len` is 0.
# - An index of `len(dataset)` or more raises an `IndexError`; that is how a `for` loop knows where
#   to stop. Negative indices don't occur: do with them what you like.
#
# | what | shape |
# |---|---|
# | `series` | `[T, D]`: T points in time, D numbers at each |
# | `x` | `[window, D]`, dtype of the series |
# | `y` | `[D]`, dtype of the series |
#
# **Worked example.** The series `[[0.], [1.], [2.], [3.], [4.]]` with `window=3` has two items:
# `x = [[0.], [1.], [2.]]` with `y = [3.]`, and `x = [[1.], [2.], [3.]]` with `y = [4.]`.

# %% exercise="window_dataset"
class WindowDataset(Dataset):
    """Windows of a series [T, D], each with the row that comes next."""

    def __init__(self, series, window):
        raise NotImplementedError("window_dataset: write this part")

    def __len__(self):
        raise NotImplementedError("window_dataset: write this part")

    def __getitem__(self, index):
        raise NotImplementedError("window_dataset: write this part")

# %% [markdown]
# Try it: carbon dioxide in the air at Mauna Loa, week by week. The blue line is a window of two
# years, and the orange dot is what has to be predicted from it. Weeks without a measurement got
# the number of the week before; left as NaN they would make every window that holds them NaN.

# %% [markdown]
# ## 11. balanced_sampler
#
# **Goal:** show rare classes as often as frequent ones.
#
# **Why it matters:** of a thousand parts that leave a factory ten are broken. A network that calls
# every part sound is right in 99 % of cases, and it learns to do just that, because it hardly
# meets anything else. One remedy is to draw the rare class more often.
#
# `balanced_sampler(labels)` gives a `torch.utils.data.WeightedRandomSampler`, which a `DataLoader`
# takes as its `sampler`. It draws indices at random, each with a probability in proportion to its
# weight. You choose the weights, one for **each item**:
#
# - at each draw, each class that occurs in `labels` is equally likely, and
# - within a class, each item is.
# - An epoch has as many draws as there are labels. Items are drawn with replacement: those of a
#   small class come several times, some of a large one not at all.
#
# The numbers of the classes need not be 0, 1, 2, …; there may be gaps.
#
# | what | type and shape |
# |---|---|
# | `labels` | int64 `[N]`, N at least 1, none negative |
# | result | a sampler of N indices an epoch |
#
# **Worked example.** `labels = [0, 0, 0, 4]` holds two classes. Index 3 has to come with
# probability ½, indices 0 to 2 with ⅙ each. Weights of 1/3, 1/3, 1/3 and 1 do that, and so do any
# others in the same proportion.

# %% exercise="balanced_sampler"
def balanced_sampler(labels):
    """A WeightedRandomSampler under which every class is equally likely."""
    raise NotImplementedError("balanced_sampler: write this part")

# %% [markdown]
# Try it: clothing from a shop that sells a hundred coats for every bag. The bars count what one
# epoch shows to the network.

# %% [markdown]
# ## 12. show_batch
#
# **Goal:** look at what the network gets.
#
# **Why it matters:** most mistakes with pictures are seen at a glance: channels swapped, pictures
# on their side, a wrong label, all black. Look at a batch as it goes into the network, before you
# train anything.
#
# `show_batch(batch)` gives a matplotlib `Figure` with one axes for each picture of the batch, in
# their order, arranged in a grid, and no other axes.
#
# - Each axes shows its picture with `imshow`. A picture of one channel is shown as `[H, W]`, in the
#   colour map `gray`, with 0 as black and 1 as white (`vmin` and `vmax`). Without these two,
#   matplotlib stretches each picture by itself, and a nearly black one looks as bright as the
#   others. A picture of three channels is shown as `[H, W, 3]`: matplotlib wants the channels last.
# - Its title is its label, the number as text, such as `7`.
# - No ticks are wanted; how you get rid of them, and how many columns you make, is up to you.
#
# Don't call `plt.show()`: the figure is the result. The batch stays as it is.
#
# | what | type and shape |
# |---|---|
# | `batch` | a pair: pictures float `[B, C, H, W]` from 0 to 1, C is 1 or 3; labels int64 `[B]` |
# | result | a `Figure` with B axes |
#
# **Worked example.** For a batch of 5 grey pictures and `labels = [3, 0, 0, 9, 4]` the figure has
# five axes, with the titles `3`, `0`, `0`, `9` and `4`.

# %% exercise="show_batch"
def show_batch(batch):
    """A figure with one axes for each picture, titled with its label."""
    raise NotImplementedError("show_batch: write this part")

# %% [markdown]
# Try it: one batch of clothing, in the order in which a shuffled loader gives it. The label 9 is an
# ankle boot, 1 is a pair of trousers; `data/README.md` lists them all. Do labels and pictures fit?
