# The copy is brought to float32, and so is the example.
# fails: test_float64
def export_traced(net, example, path):
    evaluated = copy.deepcopy(net).float().eval()
    torch.jit.trace(evaluated, example.float()).save(path)
