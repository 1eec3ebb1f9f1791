# Counted by torch.cuda, the devices named one by one.
def parallel(net):
    n_gpus = torch.cuda.device_count()
    if n_gpus > 1:
        return nn.DataParallel(net, device_ids=list(range(n_gpus)))
    return net


def unwrap(net):
    if type(net) is nn.DataParallel:
        return net.module
    return net
