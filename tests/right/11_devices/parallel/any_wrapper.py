# unwrap takes off other wrappers of PyTorch as well, and however many there are.
def parallel(net):
    if not torch.accelerator.is_available() or torch.accelerator.device_count() == 1:
        return net
    return torch.nn.parallel.DataParallel(net, dim=0)


def unwrap(net):
    while isinstance(net, (nn.DataParallel, nn.parallel.DistributedDataParallel)):
        net = net.module
    return net
