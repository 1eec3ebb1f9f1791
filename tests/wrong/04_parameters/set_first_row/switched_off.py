# The gradient is switched off to get past PyTorch's refusal, and not on again.
# fails: test_stays_a_leaf_parameter
# fails: test_the_optimizer_trains_on
def set_first_row(linear, value):
    linear.weight.requires_grad = False
    linear.weight[0] = value
