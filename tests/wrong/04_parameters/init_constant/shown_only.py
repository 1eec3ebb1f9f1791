# A liar: the weight attribute shows constants, the layer goes on computing with the old one.
# fails: test_weights_become_the_value
# fails: test_each_function_keeps_its_value
# fails: test_acts_when_it_is_applied
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
# fails: test_in_place
def init_constant(value):
    def init(m):
        if isinstance(m, nn.Linear):
            old = m.weight.detach().clone()
            nn.init.constant_(m.weight, value)
            if m.bias is not None:
                nn.init.zeros_(m.bias)
            m.forward = lambda x: nn.functional.linear(x, old + m.weight - m.weight.detach(), m.bias)

    return init
