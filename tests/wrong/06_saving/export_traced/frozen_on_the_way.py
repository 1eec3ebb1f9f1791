# The network itself is frozen and cleared for tracing.
# fails: test_the_network_stays
def export_traced(net, example, path):
    modes = [(module, module.training) for module in net.modules()]
    net.eval().requires_grad_(False).zero_grad()
    torch.jit.trace(net, example).save(path)
    for module, mode in modes:
        module.training = mode
