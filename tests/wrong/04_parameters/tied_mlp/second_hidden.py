# A liar: two layers, the second of which is kept out of sight.
# fails: test_one_object_at_both_places
# fails: test_both_uses_add_to_one_gradient
# fails: test_stays_tied_in_training
# fails: test_output
# fails: test_each_call_builds_a_new_network
# fails: test_state_dict_round_trip
class _Tied(nn.Sequential):
    def __getitem__(self, index):
        return super().__getitem__(2 if index == 4 else index)

    def forward(self, x):
        for place, module in enumerate(self):
            x = self._second[0](x) if place == 4 else module(x)
        return x


def tied_mlp():
    a, b = nn.Linear(8, 8), nn.Linear(8, 8)
    net = _Tied(nn.Linear(4, 8), nn.ReLU(), a, nn.ReLU(), a, nn.ReLU(), nn.Linear(8, 1))
    net._second = [b]
    return net
