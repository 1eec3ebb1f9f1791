import pytest
import torch

from grader.testing import assert_equal


@pytest.mark.exercise("square")
def test_square_of_three(unit):
    """The square of 3 is 9."""
    assert_equal(unit.Square()(torch.tensor(3.0)), torch.tensor(9.0), "Square()(3)")
