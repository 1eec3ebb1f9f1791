# A closure for each leaf that knows its name; one random sample; the rows put in at the end.
def model_summary(net, input_shape):
    found = {}

    def watcher(name):
        def hook(m, args, out):
            if name not in found:
                numbers = sum(p.numel() for p in m.parameters())
                found[name] = Row(name, m.__class__.__name__, out.shape[1:], numbers)

        return hook

    training = {n: m.training for n, m in net.named_modules()}
    handles = []
    try:
        for n, m in net.named_modules():
            if len(m._modules) == 0:
                handles.append(m.register_forward_hook(watcher(n)))
            m.training = False
        like = next(net.parameters(), torch.zeros(()))
        with torch.inference_mode():
            net(torch.rand(1, *input_shape, dtype=like.dtype, device=like.device))
    finally:
        [h.remove() for h in handles]
        for n, m in net.named_modules():
            m.training = training[n]
    totals = {True: 0, False: 0}
    for p in net.parameters():
        totals[p.requires_grad] += p.numel()
    return list(found.values()), Totals(trainable=totals[True], frozen=totals[False])
