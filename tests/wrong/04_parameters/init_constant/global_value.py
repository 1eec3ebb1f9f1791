# The value is kept in a global variable: the last one wins.
# fails: test_each_function_keeps_its_value
_value = None


def _init(m):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, _value)
        if m.bias is not None:
            nn.init.zeros_(m.bias)


def init_constant(value):
    global _value
    _value = value
    return _init
