"""pad_collate: a batch of texts of different lengths."""

import torch

from grader.testing import assert_equal, probe


@probe
def collated(unit, batch):
    tokens, lengths, labels = unit.pad_collate(batch)
    return {"tokens": tokens, "lengths": lengths, "labels": labels, "batch": batch}


@probe
def in_a_loader(unit, items, batch_size):
    from torch.utils.data import DataLoader

    loader = DataLoader(items, batch_size, collate_fn=unit.pad_collate)
    return [list(batch) for batch in loader]


def draw_batch(draw, *lengths):
    """Texts of these lengths, with labels that are no whole numbers."""
    return [
        (draw.integers(n, low=2, high=500), draw.integer(1, 31) / 32)  # exact in float32
        for n in lengths
    ]


def tokens_of(batch):
    width = max(len(text) for text, _ in batch)
    rows = [text.tolist() + [1] * (width - len(text)) for text, _ in batch]
    return torch.tensor(rows, dtype=torch.int64).reshape(len(batch), width)


def labels_of(batch):
    return torch.tensor([label for _, label in batch])


def test_pads_right_with_one(observe, draw):
    """A short text is not padded on the right with the number 1.

    0 stands for an unknown word, which is not the same as none.
    """
    batch = draw_batch(draw, 5, 2, 4, 5)
    came = observe(collated, batch=batch)
    assert_equal(came["tokens"], tokens_of(batch), "tokens")


def test_longest_of_the_batch(observe, draw):
    """The rows are not as long as the longest text of this very batch.

    Nothing is cut, and there is no column in which all is padding.
    """
    longest = draw.integer(9, 30)
    for lengths in ((3, longest, 4), (2, 1), (40, 12)):
        came = observe(collated, batch=draw_batch(draw, *lengths))
        expected = torch.Size([len(lengths), max(lengths)])
        assert_equal(came["tokens"].shape, expected, f"the shape for texts of {lengths} words")


def test_lengths(observe, draw):
    """`lengths` is not the int64 number of tokens of each text, before padding.

    Count in the text that you were given; the number 1 may occur there, too.
    """
    batch = draw_batch(draw, 4, 7, 1)
    batch[0][0][2:] = 1
    came = observe(collated, batch=batch)
    assert_equal(came["lengths"], torch.tensor([4, 7, 1]), "lengths")


def test_labels(observe, draw):
    """`labels` is not the float32 tensor [B] of the labels, in the order of the batch.

    A loss for yes and no wants floats.
    """
    batch = draw_batch(draw, 3, 1, 5, 2)
    came = observe(collated, batch=batch)
    assert_equal(came["labels"], labels_of(batch), "labels")


def test_keeps_the_order(observe, draw):
    """The texts come in another order than in the batch, or apart from their labels."""
    batch = draw_batch(draw, 2, 6, 3, 6, 1)
    came = observe(collated, batch=batch)
    assert_equal(came["lengths"].tolist(), [2, 6, 3, 6, 1], "the lengths in their order")
    assert_equal(came["tokens"][:, 0], tokens_of(batch)[:, 0], "the first token of each text")


def test_a_single_text(observe, draw):
    """A batch of one text is not [1, t]."""
    batch = draw_batch(draw, draw.integer(3, 8))
    came = observe(collated, batch=batch)
    assert_equal(came["tokens"], batch[0][0].unsqueeze(0), "tokens")
    assert_equal(came["labels"], labels_of(batch), "labels")


def test_empty_texts(observe, draw):
    """An empty text does not become a row of padding, with length 0.

    Where all are empty, `tokens` has the shape [B, 0].
    """
    batch = draw_batch(draw, 3, 0, 2)
    came = observe(collated, batch=batch)
    assert_equal(came["tokens"], tokens_of(batch), "tokens")
    assert_equal(came["lengths"], torch.tensor([3, 0, 2]), "lengths")
    came = observe(collated, batch=draw_batch(draw, 0, 0))
    assert_equal(came["tokens"].shape, torch.Size([2, 0]), "the shape for two empty texts")


def test_leaves_the_batch_alone(observe, draw):
    """The texts that were given have changed.

    They belong to the dataset, which will give them again in the next epoch.
    """
    batch = draw_batch(draw, 3, 5)
    came = observe(collated, batch=batch)
    assert_equal([text for text, _ in came["batch"]], [text for text, _ in batch], "the texts")


def test_in_a_loader(observe, draw):
    """A loader with this `collate_fn` does not give the padded batches."""
    items = draw_batch(draw, 3, 5, 2, 1, 4)
    came = observe(in_a_loader, items=items, batch_size=3)
    expected = [
        [tokens_of(part), torch.tensor([len(text) for text, _ in part]), labels_of(part)]
        for part in (items[:3], items[3:])
    ]
    assert_equal(came, expected, "the batches")
