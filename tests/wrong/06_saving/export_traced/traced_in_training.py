# TorchScript, in whatever mode the network is in: the very act of tracing moves a batch norm.
# fails: test_batch_norm_uses_its_running_values
# fails: test_dropout_is_off
# fails: test_the_network_stays
def export_traced(net, example, path):
    torch.jit.trace(net, example, check_trace=False).save(path)
