# TorchScript, of a copy.
def export_traced(net, example, path):
    with torch.no_grad():
        graph = torch.jit.trace(copy.deepcopy(net).eval(), example)
    graph.save(path)
