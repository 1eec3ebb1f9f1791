import pytest
from common import call

from grader.testing import assert_close


def test_twice(observe, draw):
    """The result is not twice the tensor."""
    x = draw.normal(3)
    assert_close(observe(call, name="double", x=x), 2 * x, "the result")


@pytest.mark.weight(3)
def test_any_shape(observe, draw):
    """It works on one shape only."""
    x = draw.normal(2, 2)
    assert_close(observe(call, name="double", x=x), 2 * x, "the result")
