# Afterwards everything is in training mode, whatever it was in.
# fails: test_the_modes_stay
def export_traced(net, example, path):
    net.eval()
    torch.jit.trace(net, example).save(path)
    net.train()
