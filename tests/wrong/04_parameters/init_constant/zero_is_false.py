# `value or 1`: a value of 0 counts as not given.
# fails: test_weights_become_the_value
def init_constant(value):
    value = value or 1

    def init(m):
        if isinstance(m, nn.Linear):
            nn.init.constant_(m.weight, value)
            if m.bias is not None:
                nn.init.zeros_(m.bias)

    return init
