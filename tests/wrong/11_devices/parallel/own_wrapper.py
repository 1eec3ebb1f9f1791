# A wrapper of the same name that runs everything on one device.
# fails: test_wrapped_with_two_or_more
# fails: test_over_all_devices
# fails: test_shares_out_the_batch
# fails: test_unwrap_takes_off_nothing_else
class DataParallel(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module, self.device_ids = module, list(range(torch.accelerator.device_count()))

    def forward(self, x):
        return self.module(x)


def parallel(net):
    return DataParallel(net) if torch.accelerator.device_count() >= 2 else net


def unwrap(net):
    return net.module if isinstance(net, DataParallel) else net
