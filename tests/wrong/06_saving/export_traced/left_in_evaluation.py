# The network stays in evaluation mode.
# fails: test_the_modes_stay
def export_traced(net, example, path):
    torch.export.save(torch.export.export(net.eval(), (example,)), path)
