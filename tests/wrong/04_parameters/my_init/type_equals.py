# The book's line: type(m) == nn.Linear is false for every subclass.
# fails: test_subclasses_of_linear
def my_init(m):
    if type(m) == nn.Linear:
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= m.weight.data.abs() >= 5
