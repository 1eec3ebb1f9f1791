# A loop, and shapes left as torch.Size, which is a tuple.
def parameter_table(net):
    rows = []
    for key, param in net.named_parameters():
        rows.append((key, param.shape, param.requires_grad))
    return rows
