# The network is run in the mode that it is in: a batch norm learns from made-up numbers.
# fails: test_leaves_no_other_trace
def model_summary(net, input_shape):
    rows, seen = [], set()
    names = {m: n for n, m in net.named_modules()}

    def hook(m, args, out):
        if m not in seen:
            seen.add(m)
            count = sum(p.numel() for p in m.parameters())
            rows.append(Row(names[m], type(m).__name__, tuple(out.shape[1:]), count))

    handles = [m.register_forward_hook(hook) for m in names if not list(m.children())]
    modes = [(m, m.training) for m in net.modules()]
    params = list(net.parameters())
    x = torch.zeros(2, *input_shape, dtype=params[0].dtype if params else None)
    try:
        with torch.no_grad():
            net(x)
    finally:
        for h in handles:
            h.remove()
        for m, mode in modes:
            m.training = mode
    on = sum(p.numel() for p in params if p.requires_grad)
    return rows, Totals(on, sum(p.numel() for p in params) - on)
