# type(m) == nn.Linear is false for every subclass.
# fails: test_subclasses_of_linear
def init_per_block(net):
    layers = [m for m in net.modules() if type(m) == nn.Linear]
    nn.init.xavier_uniform_(layers[0].weight)
    nn.init.constant_(layers[-1].weight, 42)
