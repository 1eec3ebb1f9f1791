# TorchScript, frozen: the numbers become constants of the graph.
def export_traced(net, example, path):
    modes = {module: module.training for module in net.modules()}
    net.eval()
    graph = torch.jit.freeze(torch.jit.trace(net, (example.clone(),), check_trace=False))
    for module in modes:
        module.training = modes[module]
    torch.jit.save(graph, path)
