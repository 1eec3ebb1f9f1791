from grader.testing import assert_close, probe


@probe
def square(unit, x):
    return unit.Square()(x)


def test_values(observe, draw):
    """The output is not the square."""
    x = draw.normal(3)
    assert_close(observe(square, x=x), x * x)
