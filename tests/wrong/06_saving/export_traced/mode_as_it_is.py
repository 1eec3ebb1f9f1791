# Traced in whatever mode the network is in.
# fails: test_dropout_is_off
# fails: test_batch_norm_uses_its_running_values
def export_traced(net, example, path):
    torch.export.save(torch.export.export(net, (example,)), path)
