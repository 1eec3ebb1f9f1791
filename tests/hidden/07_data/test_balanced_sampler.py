"""balanced_sampler: every class equally likely."""

import torch

from grader.testing import assert_close, assert_equal, check, probe


@probe
def described(unit, labels):
    from torch.utils.data import WeightedRandomSampler

    sampler = unit.balanced_sampler(labels)
    return {
        "kind": isinstance(sampler, WeightedRandomSampler),
        "length": len(sampler),
        "weights": torch.as_tensor(sampler.weights, dtype=torch.float64),
        "replacement": bool(sampler.replacement),
        "drawn": len(list(sampler)),
    }


@probe
def drawn(unit, labels, seed, draws):
    """So many indices, epoch after epoch."""
    torch.manual_seed(seed)
    sampler = unit.balanced_sampler(labels)
    indices = []
    while len(indices) < draws:
        epoch = list(sampler)
        if not epoch:
            break
        indices += epoch
    return torch.tensor(indices[:draws]), labels


@probe
def in_a_loader(unit, labels, batch_size):
    """The labels that a loader with this sampler gives in an epoch."""
    from torch.utils.data import DataLoader

    sampler = unit.balanced_sampler(labels)
    return torch.cat(list(DataLoader(labels, batch_size, sampler=sampler)))


def draw_labels(draw, **counts):
    """Labels in a random order; class_4=3 means three items of class 4."""
    numbers = [(int(name.removeprefix("class_")), count) for name, count in counts.items()]
    labels = torch.tensor([number for number, count in numbers for _ in range(count)])
    return labels[draw.permutation(len(labels))]


# By Hoeffding a share of 20,000 draws is more than 0.026 off with probability below
# 2 exp(-2 · 20,000 · 0.026²) < 4e-12; no test looks at more than 30 shares.
DRAWS, BOUND = 20_000, 0.026


def test_classes_equally_likely(observe, draw):
    """Some class is drawn more often than another.

    The weight of an item is one by the number of items of its class: then the weights of each
    class add up to 1.
    """
    labels = draw_labels(draw, class_0=90, class_1=9, class_2=30)
    indices, _ = observe(drawn, labels=labels, seed=draw.seed(), draws=DRAWS)
    check(len(indices) == DRAWS, "An epoch holds no index at all.")
    check(indices.min() >= 0 and indices.max() < len(labels), "An index is outside the labels.")
    shares = labels[indices].bincount(minlength=3) / DRAWS
    for number, share in enumerate(shares.tolist()):
        message = f"Class {number} of three was {share:.1%} of {DRAWS} draws."
        check(abs(share - 1 / 3) < BOUND, message)


def test_items_of_a_class_equally_likely(observe, draw):
    """Within a class, some items are drawn more often than others, or never."""
    labels = draw_labels(draw, class_0=4, class_1=12)
    indices, _ = observe(drawn, labels=labels, seed=draw.seed(), draws=DRAWS)
    shares = indices.bincount(minlength=16) / DRAWS
    for place, share in enumerate(shares.tolist()):
        expected = 0.5 / (4, 12)[int(labels[place])]
        message = f"An item that should be {expected:.1%} of the draws was {share:.1%} of them."
        check(abs(share - expected) < BOUND, message)


def test_one_weight_for_each_item(observe, draw):
    """The sampler's weights are not one for each item, in proportion to 1 / size of its class.

    A `WeightedRandomSampler` knows nothing of classes. Given one weight for each class, it would
    draw the first few items only.
    """
    labels = draw_labels(draw, class_0=7, class_1=2, class_2=4)
    came = observe(described, labels=labels)
    expected = (1 / labels.bincount().double())[labels]
    assert_equal(came["weights"].shape, torch.Size([13]), "the shape of the weights")
    came = came["weights"] / came["weights"].sum()
    assert_close(came, expected / expected.sum(), "the weights, made to add up to 1", rtol=1e-5)


def test_gaps_between_the_classes(observe, draw):
    """Numbers without an item between the classes do harm.

    What does not occur has no share, and must not lead to a division by 0.
    """
    labels = draw_labels(draw, class_1=8, class_4=2, class_9=5)
    indices, _ = observe(drawn, labels=labels, seed=draw.seed(), draws=DRAWS)
    shares = labels[indices].bincount(minlength=10) / DRAWS
    for number in (1, 4, 9):
        share = shares[number].item()
        message = f"Class {number} of 1, 4 and 9 was {share:.1%} of {DRAWS} draws."
        check(abs(share - 1 / 3) < BOUND, message)


def test_epoch(observe, draw):
    """An epoch does not have as many draws as there are labels."""
    size = draw.integer(20, 40)
    came = observe(described, labels=draw_labels(draw, class_0=size, class_1=3))
    assert_equal(came["length"], size + 3, "len(sampler)")
    assert_equal(came["drawn"], size + 3, "the number of indices in an epoch")


def test_with_replacement(observe, draw):
    """Items are drawn without replacement.

    An epoch of N draws then shows each of the N items once, whatever their weights.
    """
    labels = draw_labels(draw, class_0=60, class_1=2)
    assert_equal(observe(described, labels=labels)["replacement"], True, "sampler.replacement")
    # Half of the draws are of the two rare items. Only if these come twice at most can 62 draws
    # show 62 items: with probability below (1 + 62 + 1891) / 2^62 < 1e-15.
    indices, _ = observe(drawn, labels=labels, seed=draw.seed(), draws=62)
    check(len(set(indices.tolist())) < 62, "62 draws showed each of 62 items once.")


def test_weighted_random_sampler(observe, draw):
    """The result is no `WeightedRandomSampler`."""
    labels = draw_labels(draw, class_0=3, class_1=2)
    assert_equal(observe(described, labels=labels)["kind"], True, "whether it is one")


def test_in_a_loader(observe, draw):
    """A loader with this sampler does not show the classes about equally often."""
    # 400 draws of two classes: by Hoeffding more than 0.2 off with probability 2 exp(-32).
    labels = draw_labels(draw, class_0=380, class_1=20)
    came = observe(in_a_loader, labels=labels, batch_size=32)
    assert_equal(len(came), 400, "the number of labels in an epoch")
    share = came.double().mean().item()
    check(abs(share - 0.5) < 0.2, f"The rare class was {share:.0%} of an epoch.")
