# The book's line: type(m) == nn.Linear is false for every subclass.
# fails: test_subclasses_of_linear
def init_constant(value):
    def init(m):
        if type(m) == nn.Linear:
            nn.init.constant_(m.weight, value)
            if m.bias is not None:
                nn.init.zeros_(m.bias)

    return init
