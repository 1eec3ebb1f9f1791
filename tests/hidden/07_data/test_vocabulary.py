"""clean and Vocabulary: text to numbers and back."""

import string

from grader.testing import assert_equal, check, probe


@probe
def cleaned(unit, texts):
    return [unit.clean(text) for text in texts]


@probe
def vocabulary(unit, texts, max_words, ask=(), ids=()):
    """The length; what the texts `ask` become; what the lists `ids` become."""
    words = unit.Vocabulary(texts, max_words)
    encoded = [words.encode(text) for text in ask]
    return {
        "length": len(words),
        "encoded": encoded,
        "decoded": [words.decode(numbers) for numbers in ids],
        "length after": len(words),
        "again": [words.encode(text) for text in ask],
    }


def draw_words(draw, n):
    """Different made-up words in alphabetical order."""
    return [f"{letter}{draw.word(5)}" for letter in string.ascii_lowercase[:n]]


def texts_of(counts, draw):
    """Plain texts in which each word occurs that often, in a random order."""
    words = [word for word, count in counts.items() for _ in range(count)]
    words = [words[place] for place in draw.permutation(len(words)).tolist()]
    return [" ".join(words[start : start + 5]) for start in range(0, len(words), 5)]


def test_clean_lower_case(observe, draw):
    """The words are not those of the text in lower case.

    `Good` at the head of a sentence is the same word as `good`.
    """
    words = [*draw_words(draw, 4), "7", "café"]
    text = " ".join([words[0].upper(), words[1].title(), *words[2:5], "Café"])
    assert_equal(observe(cleaned, texts=[text]), [words], "the words")


def test_clean_without_empty_words(observe, draw):
    """There is an empty word where two spaces meet, or a tab or the end of a line is no space.

    `split(" ")` cuts at each single space. `split()` cuts at white space of any kind and length.
    """
    one, two, three = draw_words(draw, 3)
    texts = [f"  {one}  {two} ", f"{one}\t{two}\n\n{three}\r\n", "", "   "]
    expected = [[one, two], [one, two, three], [], []]
    assert_equal(observe(cleaned, texts=texts), expected, "the words of the texts")


def test_clean_line_breaks(observe, draw):
    """A line break of HTML leaves something behind, or joins two words.

    `<br>`, `<br/>` and `<br />` become a space each, in capitals, too. And `br` alone is a word.
    """
    one, two, three = draw_words(draw, 3)
    texts = [f"{one}<br />{two}", f"{one}<br>{two}<br/>{three}", f"{one}<BR /><Br>{two}"]
    texts.append(f"{one} br {two}")
    expected = [[one, two], [one, two, three], [one, two], [one, "br", two]]
    assert_equal(observe(cleaned, texts=texts), expected, "the words of the texts")


def test_clean_apostrophes_vanish(observe, draw):
    """An apostrophe cuts a word in two, or stays.

    `don't` should be one word. Take apostrophes out before punctuation becomes spaces.
    """
    one, two = draw_words(draw, 2)
    texts = [f"{one}'t {two}'s", f"'{one}' {two}'"]
    expected = [[f"{one}t", f"{two}s"], [one, two]]
    assert_equal(observe(cleaned, texts=texts), expected, "the words of the texts")


def test_clean_punctuation_becomes_spaces(observe, draw):
    """A character of `string.punctuation` stays in a word, or vanishes and joins two.

    `good...bad` is two words. The underscore is punctuation, too, though `\\w` of regular
    expressions takes it for a letter.
    """
    one, two = draw_words(draw, 2)
    marks = string.punctuation.replace("'", "")
    found = observe(cleaned, texts=[f"{one}{mark}{two}" for mark in marks])
    for mark, words in zip(marks, found, strict=True):
        assert_equal(words, [one, two], f"the words of two words with {mark} between them")
    found = observe(cleaned, texts=[f"({one}) ... {two}!!"])
    assert_equal(found, [[one, two]], "the words of a text with more marks")


def test_most_frequent_words(observe, draw):
    """The numbers from 2 on are not given to the most frequent words, the most frequent first."""
    words = draw_words(draw, 5)
    counts = dict(zip(words, (2, 9, 4, 7, 1), strict=True))
    ranked = sorted(words, key=lambda word: -counts[word])
    found = observe(vocabulary, texts=texts_of(counts, draw), max_words=50, ask=ranked)
    assert_equal(found["encoded"], [[2], [3], [4], [5], [6]], "the numbers by frequency")


def test_ties_by_the_alphabet(observe, draw):
    """Words that are equally frequent are not in the order of the alphabet.

    `Counter.most_common` leaves them as they came. Then the numbers depend on the order of the
    texts, and those that fit in the list do so by chance.
    """
    words = draw_words(draw, 8)
    counts = dict.fromkeys(words[:4], 2) | dict.fromkeys(words[4:], 3)
    texts = [" ".join(reversed(words)), *texts_of({w: n - 1 for w, n in counts.items()}, draw)]
    found = observe(vocabulary, texts=texts, max_words=50, ask=words[4:] + words[:4])
    numbers = [[number] for number in range(2, 10)]
    assert_equal(found["encoded"], numbers, "the numbers by frequency, then by the alphabet")


def test_max_words(observe, draw):
    """The list holds more or fewer than `max_words` words, `<unk>` and `<pad>` counted."""
    words = draw_words(draw, 6)
    counts = dict(zip(words, (9, 8, 7, 6, 5, 4), strict=True))
    found = observe(vocabulary, texts=texts_of(counts, draw), max_words=5, ask=words)
    assert_equal(found["length"], 5, "len(vocabulary) with max_words=5")
    assert_equal(found["encoded"], [[2], [3], [4], [0], [0], [0]], "the numbers of six words")
    found = observe(vocabulary, texts=texts_of(counts, draw), max_words=100)
    assert_equal(found["length"], 8, "len(vocabulary) with room for more")


def test_encode(observe, draw):
    """`encode` does not give a list of the words' numbers, 0 for a word that it does not know.

    What a user writes may hold any word at all.
    """
    words = draw_words(draw, 3)
    counts = dict(zip(words, (9, 6, 3), strict=True))
    unknown = f"z{draw.word(7)}"
    ask = [f"{words[1]} {unknown} {words[0]} {words[0]}", unknown, ""]
    found = observe(vocabulary, texts=texts_of(counts, draw), max_words=9, ask=ask)
    assert_equal(found["encoded"], [[3, 0, 2, 2], [0], []], "the numbers")


def test_decode(observe, draw):
    """`decode` does not give the words joined by spaces, with `<unk>` for 0 and `<pad>` for 1."""
    words = draw_words(draw, 3)
    counts = dict(zip(words, (9, 6, 3), strict=True))
    ids = [[4, 2, 2, 3], [1, 1, 0, 3], []]
    found = observe(vocabulary, texts=texts_of(counts, draw), max_words=9, ids=ids)
    first = f"{words[2]} {words[0]} {words[0]} {words[1]}"
    expected = [first, f"<pad> <pad> <unk> {words[1]}", ""]
    assert_equal(found["decoded"], expected, "the texts")


def test_never_changes(observe, draw):
    """The list has changed after something was encoded.

    A word of the validation part that gets a number of its own is leakage, and the network has no
    row for it. With worker processes, each would even give it another number.
    """
    words = draw_words(draw, 3)
    counts = dict(zip(words, (9, 6, 3), strict=True))
    new = [f"y{draw.word(7)}", f"z{draw.word(7)}"]
    ask = [f"{new[0]} {words[0]} {new[1]}"]
    found = observe(vocabulary, texts=texts_of(counts, draw), max_words=30, ask=ask)
    assert_equal(found["length after"], found["length"], "len(vocabulary) after encode")
    assert_equal(found["length"], 5, "len(vocabulary)")
    assert_equal(found["again"], [[0, 2, 0]], "the numbers at the second time")


def test_counts_cleaned_words(observe, draw):
    """The words of the list were counted before the texts were cleaned.

    `Good`, `good!` and `good` are one word, here as in `encode`.
    """
    one, two = draw_words(draw, 2)
    texts = [f"{two}! {two.title()}, {one}", f"({two}) {one}"]
    found = observe(vocabulary, texts=texts, max_words=9, ask=[f"{two.upper()}... {one}?"])
    assert_equal(found["length"], 4, "len(vocabulary)")
    assert_equal(found["encoded"], [[2, 3]], "the numbers")
    check(found["again"] == [[2, 3]], "The same text became something else at the second time.")
