# filter and nelement in place of a comprehension.
def count_parameters(net, trainable_only=False):
    ps = net.parameters()
    if trainable_only:
        ps = filter(lambda p: p.requires_grad, ps)
    return int(sum(map(torch.Tensor.nelement, ps)))
