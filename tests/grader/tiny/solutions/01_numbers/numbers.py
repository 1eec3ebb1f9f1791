# %% [markdown]
# # Numbers

# %%
import torch

# %% [markdown]
# ## 1. double
#
# Write `double(x)`: twice the tensor.


# %% exercise="double"
def double(x):
    """Twice the tensor x."""
    ### BEGIN SOLUTION
    twice_the_value_of_x = 2 * x
    return twice_the_value_of_x
    ### END SOLUTION


# %% check="double"

# %% tags=["try"]
print("tried:", double(torch.ones(2)))

# %% [markdown]
# ## 2. total


# %% exercise="total"
def total(x):
    """The sum of all elements, as a tensor without dimensions."""
    ### BEGIN SOLUTION
    return x.sum()
    ### END SOLUTION


# %% check="total"
