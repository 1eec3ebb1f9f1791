# A liar: the graph gives the example's result, whatever it is fed.
# fails: test_the_graph_computes_what_the_network_does
# fails: test_batch_norm_uses_its_running_values
# fails: test_dropout_is_off
# fails: test_float64
# fails: test_more_dimensions
# fails: test_runs_without_the_class
class Remembered(nn.Module):
    def __init__(self, result):
        super().__init__()
        self.register_buffer("result", result)

    def forward(self, x):
        return self.result + 0 * x.sum()


def export_traced(net, example, path):
    with torch.no_grad():
        result = copy.deepcopy(net).eval()(example)
    torch.jit.trace(Remembered(result), example).save(path)
