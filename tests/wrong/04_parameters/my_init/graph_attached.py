# A product takes the parameter's place: computed from it, no leaf, unknown to the optimizer.
# fails: test_can_be_trained_on
def my_init(m):
    if isinstance(m, nn.Linear):
        weight = m.weight
        nn.init.uniform_(weight, -10, 10)
        del m.weight
        m.weight = weight * (weight.abs() >= 5)
