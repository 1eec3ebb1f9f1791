# The bias is forgotten.
# fails: test_bias_is_0
# fails: test_subclasses_of_linear
# fails: test_float64
def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, mean=0, std=0.01)
