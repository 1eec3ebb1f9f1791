# The bias becomes the value as well.
# fails: test_bias_is_0
# fails: test_each_function_keeps_its_value
# fails: test_acts_when_it_is_applied
def init_constant(value):
    def init(m):
        if isinstance(m, nn.Linear):
            for p in m.parameters():
                nn.init.constant_(p, value)

    return init
