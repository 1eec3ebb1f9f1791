from common import call

from grader.testing import assert_close


def test_sum(observe, draw):
    """The result is not the sum."""
    x = draw.normal(4)
    assert_close(observe(call, name="total", x=x), x.sum(), "the result")
