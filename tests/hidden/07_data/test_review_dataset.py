"""ReviewDataset: texts as numbers, all of one length."""

import torch
from common import GivenVocabulary, files, from_workers, read_out

from grader.testing import assert_equal, probe


@probe
def reviews(unit, text, length):
    with files(reviews_tsv=text) as (path,):
        dataset = unit.ReviewDataset(path, GivenVocabulary(), length)
        return len(dataset), *read_out(dataset)


@probe
def by_workers(unit, text, length, order):
    with files(reviews_tsv=text) as (path,):
        return from_workers(unit.ReviewDataset(str(path), GivenVocabulary(), length), order)


def draw_rows(draw, lengths):
    """Rows (text, label) whose texts have that many characters."""
    sources = ("imdb", "yelp", "amazon")
    return [(draw.word(n), draw.integer(0, 1), draw.choice(sources)) for n in lengths]


def as_tsv(rows):
    lines = [("text", "label", "source"), *rows]
    return "".join("\t".join(map(str, line)) + "\n" for line in lines)


def ids_of(rows):
    return [GivenVocabulary().encode(row[0]) for row in rows]


def tokens_of(rows, length):
    """The tokens [N, length]: padded left with 1, or cut to the last ones."""
    ids = [numbers[-length:] for numbers in ids_of(rows)]
    return torch.tensor([[1] * (length - len(numbers)) + numbers for numbers in ids])


def labels_of(rows):
    return torch.tensor([float(row[1]) for row in rows])


def test_pads_left(observe, draw):
    """A short text is not padded on the left with the number 1.

    The filling comes first and the words last, so that a network which reads from left to right
    has them freshest in mind.
    """
    rows = draw_rows(draw, [3, 6, 1, 5])
    _, tokens, _ = observe(reviews, text=as_tsv(rows), length=6)
    assert_equal(tokens, tokens_of(rows, 6), "the tokens, stacked")


def test_keeps_the_last_words(observe, draw):
    """Of a long text something else is kept than the last words.

    The end of a review tends to say what its writer thinks.
    """
    rows = draw_rows(draw, [9, 14, 7, 8])
    _, tokens, _ = observe(reviews, text=as_tsv(rows), length=6)
    assert_equal(tokens, tokens_of(rows, 6), "the tokens, stacked")


def test_exact_length(observe, draw):
    """A text of exactly `length` words does not come as it is."""
    rows = draw_rows(draw, [5, 5, 5])
    _, tokens, _ = observe(reviews, text=as_tsv(rows), length=5)
    assert_equal(tokens, torch.tensor(ids_of(rows)), "the tokens, stacked")


def test_labels(observe, draw):
    """A label is not a float32 tensor without dimensions, 1. or 0., in the order of the file.

    From 32 of them a loader makes a float32 tensor [32]. Python floats would become float64.
    """
    rows = [
        (text, i % 3 % 2, source) for i, (text, _, source) in enumerate(draw_rows(draw, [4] * 8))
    ]
    _, _, labels = observe(reviews, text=as_tsv(rows), length=4)
    assert_equal(labels, labels_of(rows), "the labels, stacked")


def test_one_item_a_line(observe, draw):
    """There are more or fewer items than reviews.

    The first line names the columns and is none.
    """
    rows = draw_rows(draw, [4] * draw.integer(5, 9))
    length, tokens, _ = observe(reviews, text=as_tsv(rows), length=4)
    assert_equal(length, len(rows), "len(dataset)")
    assert_equal(tokens, tokens_of(rows, 4), "the tokens, stacked")


def test_text_without_words(observe, draw):
    """A text for which the vocabulary gives no number does not become padding alone.

    Watch the dtype: `torch.tensor([])` is a float tensor.
    """
    rows = [*draw_rows(draw, [4]), ("...", 1, "yelp"), *draw_rows(draw, [2])]
    _, tokens, _ = observe(reviews, text=as_tsv(rows), length=4)
    assert_equal(tokens, tokens_of(rows, 4), "the tokens, stacked")


def test_text_up_to_the_tab(observe, draw):
    """The vocabulary was not given the whole text, as it stands in the file.

    Columns are parted by tabs and by nothing else. Commas and quotation marks belong to the text,
    and cleaning it is the vocabulary's work.
    """
    one, two = draw.word(3), draw.word(3)
    texts = [f'{one}, {two}: "no".', f"{one.title()}'s  <br />; {two}", f'a "{two} b', "é\xa0à"]
    rows = [(text, draw.integer(0, 1), "imdb") for text in texts]
    _, tokens, labels = observe(reviews, text=as_tsv(rows), length=30)
    assert_equal(tokens, tokens_of(rows, 30), "the tokens, stacked")
    assert_equal(labels, labels_of(rows), "the labels, stacked")


def test_items_from_workers(observe, draw):
    """Worker processes, which have a copy of the dataset each, read other items.

    An item must depend on its index alone, not on which were read before, and not on a file that
    was left open.
    """
    rows = draw_rows(draw, [4] * 11)
    order = draw.permutation(11).tolist()
    came, copied = observe(by_workers, text=as_tsv(rows), length=4, order=order)
    expected = [tokens_of(rows, 4)[order], labels_of(rows)[order]]
    assert_equal(came, expected, "what two workers read")
    assert_equal(copied, expected, "what a copy of the dataset gives")
