# Only the network's own mode is remembered, and all its parts get it.
# fails: test_the_modes_stay
def export_traced(net, example, path):
    mode = net.training
    net.eval()
    torch.export.save(torch.export.export(net, (example,)), path)
    net.train(mode)
