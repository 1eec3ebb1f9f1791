# normal_ fills the tensor that it is called on: here x itself.
# fails: test_leaves_x_alone
# fails: test_new_at_each_call
# fails: test_repeatable_by_the_seed
def noise_like(x):
    return x.detach().normal_()
