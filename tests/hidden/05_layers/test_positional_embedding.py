import torch

from grader.testing import assert_close, assert_equal, check, probe

SIZES = (6, 4)  # positions, numbers a vector


def only(net):
    """The one parameter of a layer, whatever its name."""
    parameters = list(net.parameters())
    if len(parameters) != 1:
        raise ValueError(f"the layer has {len(parameters)} parameters; it should have one")
    return parameters[0]


def holding(unit, table, padding_idx):
    """A layer with these numbers in its table."""
    net = unit.PositionalEmbedding(*table.shape, padding_idx)
    parameter = only(net)
    if parameter.shape != table.shape:
        raise ValueError(f"the table has shape {tuple(parameter.shape)}, not {tuple(table.shape)}")
    if table.dtype == torch.float64:
        parameter = only(net.double())
    parameter.data.copy_(table)
    return net


def dense(gradient):
    return gradient.to_dense() if gradient is not None and gradient.is_sparse else gradient


@probe
def looked_up(unit, table, padding_idx, positions, training=True):
    net = holding(unit, table, padding_idx).train(training)
    positions = positions.clone()
    return net(positions), positions


@probe
def looked_up_across(unit, table, padding_idx, positions):
    """Positions that do not lie in one piece."""
    return holding(unit, table, padding_idx)(positions.T.clone().T)


@probe
def table_gradient(unit, table, padding_idx, positions, cotangent):
    """The gradient of (output · cotangent).sum() at the table."""
    net = holding(unit, table, padding_idx)
    total = (net(positions) * cotangent).sum()
    if total.requires_grad:
        total.backward()
    return dense(only(net).grad)


@probe
def trained(unit, table, padding_idx, batches, lr, momentum):
    """Some steps of SGD, by hand: the table and the output on all positions afterwards."""
    net = holding(unit, table, padding_idx)
    velocity = torch.zeros_like(table)
    for positions, target in batches:
        loss = (net(positions) - target).square().sum()
        if loss.requires_grad:
            loss.backward()
        parameter = only(net)
        if parameter.grad is not None:
            velocity = momentum * velocity + dense(parameter.grad)
            parameter.data -= lr * velocity
            parameter.grad = None
    return only(net).clone(), net(torch.arange(len(table)))


@probe
def started(unit, sizes, padding_idx, seeds):
    """Shapes, table, and output on all positions of new layers, each made after a seed."""
    seen = []
    for seed in seeds:
        torch.manual_seed(seed)
        net = unit.PositionalEmbedding(*sizes, padding_idx)
        y = net(torch.arange(sizes[0]))
        shapes = [tuple(parameter.shape) for parameter in net.parameters()]
        tables = [parameter.clone() for parameter in net.parameters()]
        learns = [parameter.requires_grad for parameter in net.parameters()]
        seen.append({"shapes": shapes, "tables": tables, "learns": learns, "y": y})
    return seen


@probe
def reloaded(unit, table, padding_idx, positions):
    """The state of one layer, loaded strictly into another."""
    other = unit.PositionalEmbedding(*table.shape, padding_idx)
    other.load_state_dict(holding(unit, table, padding_idx).state_dict(), strict=True)
    return only(other).clone(), other(positions)


def table_of(draw, padding_idx, sizes=SIZES, dtype=None):
    table = draw.normal(*sizes, dtype=dtype)
    table[padding_idx] = 0
    return table


def paddings(draw):
    """The first row, the last one, and one between."""
    return [0, SIZES[0] - 1, draw.integer(1, SIZES[0] - 2)]


def with_padding(draw, padding_idx, *shape):
    """Positions among which the padding stands twice, and another one three times."""
    positions = draw.integers(*shape, high=SIZES[0])
    flat = positions.view(-1)
    flat[-2:] = padding_idx
    flat[:3] = (padding_idx + draw.integer(1, SIZES[0] - 1)) % SIZES[0]
    return positions


def added_up(padding_idx, positions, cotangent):
    """Each row's gradient: the sum over its places, and nothing for the padding's row."""
    expected = torch.zeros(SIZES)
    expected.index_add_(0, positions.flatten(), cotangent.flatten(0, -2))
    expected[padding_idx] = 0
    return expected


def test_looks_up_the_positions(observe, draw):
    """The output is not the row of the table for each position number.

    The numbers say which rows are wanted, in any order and as often as they stand there. They are
    not counted through again by the layer.
    """
    for padding_idx in paddings(draw):
        table = table_of(draw, padding_idx)
        positions = with_padding(draw, padding_idx, 3, 5)
        for training in (True, False):
            y, after = observe(
                looked_up,
                table=table,
                padding_idx=padding_idx,
                positions=positions,
                training=training,
            )
            assert_close(y, table[positions])
            assert_equal(after, positions, "the positions after the call")


def test_padding_starts_at_zero(observe, draw):
    """The row `padding_idx` of a new layer's table is not zero.

    Whatever draws the start values draws them for this row too: set it to zero afterwards, under
    `torch.no_grad()`. `nn.Embedding` does so when it is made, but not when you initialise it anew.
    """
    for padding_idx in paddings(draw):
        (seen,) = observe(started, sizes=SIZES, padding_idx=padding_idx, seeds=[draw.seed()])
        for table in seen["tables"]:
            check(table.shape == SIZES, f"The table has shape {tuple(table.shape)}, not {SIZES}.")
            what = f"row {padding_idx} of the table with padding_idx={padding_idx}"
            assert_equal(table[padding_idx].detach(), torch.zeros(SIZES[1]), what)
        check(torch.is_tensor(seen["y"]) and seen["y"].shape == SIZES, "The output's shape is off.")
        zeros = [row for row in range(SIZES[0]) if not seen["y"][row].any()]
        what = f"the list of positions whose vector is zero, with padding_idx={padding_idx}"
        assert_equal(zeros, [padding_idx], what)


def test_padding_gets_no_gradient(observe, draw):
    """The row `padding_idx` gets a gradient.

    The padding stands in almost every sentence, so its row would soon say something. Zero at the
    start is not enough: `F.embedding` and `nn.Embedding` leave the row's gradient out if you give
    them `padding_idx`.
    """
    for padding_idx in paddings(draw):
        table = table_of(draw, padding_idx)
        positions = with_padding(draw, padding_idx, 3, 5)
        gradient = observe(
            table_gradient,
            table=table,
            padding_idx=padding_idx,
            positions=positions,
            cotangent=draw.normal(3, 5, SIZES[1]),
        )
        check(
            torch.is_tensor(gradient) and gradient.shape == SIZES,
            "The table gets no gradient at all.",
        )
        what = f"the gradient of row {padding_idx} with padding_idx={padding_idx}"
        assert_equal(gradient[padding_idx], torch.zeros(SIZES[1]), what)


def test_padding_stays_zero(observe, draw):
    """After some training the row `padding_idx` is not zero any more, or the others are wrong."""
    for padding_idx in paddings(draw):
        table, lr, momentum = table_of(draw, padding_idx), 0.05, 0.5
        batches = [
            (with_padding(draw, padding_idx, 2, 5), draw.normal(2, 5, SIZES[1])) for _ in range(4)
        ]
        after, y = observe(
            trained,
            table=table,
            padding_idx=padding_idx,
            batches=batches,
            lr=lr,
            momentum=momentum,
        )
        velocity = torch.zeros(SIZES)
        for positions, target in batches:
            gradient = added_up(padding_idx, positions, 2 * (table[positions] - target))
            velocity = momentum * velocity + gradient
            table = table - lr * velocity
        what = f"after four steps with padding_idx={padding_idx}"
        assert_close(after, table, f"the table {what}")
        assert_close(y, table, f"the output for all positions {what}")


def test_gradients_add_up(observe, draw):
    """The gradient of the table is not right.

    A row that stands at several places gets the sum of what comes from each. A row that was not
    used gets nothing.
    """
    padding_idx = 0
    table = table_of(draw, padding_idx)
    positions, cotangent = with_padding(draw, padding_idx, 2, 4), draw.normal(2, 4, SIZES[1])
    gradient = observe(
        table_gradient,
        table=table,
        padding_idx=padding_idx,
        positions=positions,
        cotangent=cotangent,
    )
    expected = added_up(padding_idx, positions, cotangent)
    others = [row for row in range(SIZES[0]) if row != padding_idx]
    check(
        torch.is_tensor(gradient) and gradient.shape == SIZES, "The table gets no gradient at all."
    )
    assert_close(gradient[others], expected[others], f"the gradient of the rows {others}")


def test_one_parameter(observe, draw):
    """The table is not the layer's only parameter, has another shape, or is not trained.

    An `nn.Embedding` that is an attribute counts too: its weight is the table.
    """
    sizes = (draw.integer(7, 9), draw.integer(2, 6))
    (seen,) = observe(started, sizes=sizes, padding_idx=2, seeds=[draw.seed()])
    assert_equal(seen["shapes"], [sizes], "the list of the parameters' shapes")
    assert_equal(seen["learns"], [True], "the list of the parameters' requires_grad")
    assert_close(seen["y"], seen["tables"][0], "the output for all positions")


def test_starts_random(observe, draw):
    """The table does not start with random numbers that follow `torch.manual_seed`.

    Two seeds have to give two starts, and the same seed the same one.
    """
    one, other = draw.seed(), draw.seed()
    seen = observe(started, sizes=SIZES, padding_idx=1, seeds=[one, other, one])
    first, second, again = (layer["y"] for layer in seen)
    check(torch.is_tensor(first) and first.isfinite().all(), "The output is not finite.")
    assert_equal(again, first, "the table of a layer made with the same seed")
    check(not torch.equal(first, second), "Two seeds give the same table.")
    rows = {tuple(row.tolist()) for row in first}
    check(len(rows) == SIZES[0], "Some rows of a new table are equal to each other.")


def test_positions_of_any_shape(observe, draw):
    """Positions of some shape do not work: one number, a single sentence, an empty batch.

    The output has one dimension more than the positions: the vector's.
    """
    table = table_of(draw, 2)
    for shape in [(), (1,), (5,), (0,), (0, 4), (1, 3), (2, 3, 4)]:
        positions = draw.integers(*shape, high=SIZES[0])
        y, _ = observe(looked_up, table=table, padding_idx=2, positions=positions)
        assert_close(y, table[positions], f"the output for positions of shape {shape}")
    positions = draw.integers(3, 4, high=SIZES[0])
    y = observe(looked_up_across, table=table, padding_idx=2, positions=positions)
    assert_close(y, table[positions], "the output for positions that do not lie in one piece")


def test_state_dict_round_trip(observe, draw):
    """The state of one layer cannot be loaded into another."""
    table, positions = table_of(draw, 3), draw.integers(2, 5, high=SIZES[0])
    kept, y = observe(reloaded, table=table, padding_idx=3, positions=positions)
    assert_equal(kept, table, "the table")
    assert_close(y, table[positions])


def test_float64(observe, draw):
    """A layer in float64 does not give its vectors in float64."""
    table, positions = table_of(draw, 1, dtype=torch.float64), draw.integers(2, 5, high=SIZES[0])
    y, _ = observe(looked_up, table=table, padding_idx=1, positions=positions)
    assert_equal(y, table[positions], "the output")
