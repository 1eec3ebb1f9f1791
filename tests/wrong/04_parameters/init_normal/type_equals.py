# The book's line: type(m) == nn.Linear is false for every subclass.
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
def init_normal(m):
    if type(m) == nn.Linear:
        nn.init.normal_(m.weight, mean=0, std=0.01)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
