# The network itself is exported, and each module gets its mode back.
def export_traced(net, example, path):
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    try:
        torch.export.save(torch.export.export(net, (example,)), path)
    finally:
        for module, mode in modes:
            module.training = mode
