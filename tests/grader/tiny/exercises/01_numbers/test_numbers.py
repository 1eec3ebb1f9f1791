import pytest
import torch

from grader.testing import assert_equal


@pytest.mark.exercise("double")
def test_double_of_three(unit):
    """Twice 3 is 6."""
    assert_equal(unit.double(torch.tensor(3.0)), torch.tensor(6.0), "double(3)")


@pytest.mark.exercise("total")
def test_total_of_ones(unit):
    """The sum of three ones is 3."""
    assert_equal(unit.total(torch.ones(3)), torch.tensor(3.0), "total of three ones")
