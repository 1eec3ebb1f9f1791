# The rows stand in the order in which the layers were written down.
# fails: test_order_of_execution
def model_summary(net, input_shape):
    shapes = {}

    def hook(m, args, out):
        shapes.setdefault(m, tuple(out.shape[1:]))

    leaves = [(n, m) for n, m in net.named_modules() if not list(m.children())]
    handles = [m.register_forward_hook(hook) for _, m in leaves]
    modes = [(m, m.training) for m in net.modules()]
    params = list(net.parameters())
    x = torch.zeros(2, *input_shape, dtype=params[0].dtype if params else None)
    try:
        net.eval()
        with torch.no_grad():
            net(x)
    finally:
        for h in handles:
            h.remove()
        for m, mode in modes:
            m.training = mode
    rows = [
        Row(n, type(m).__name__, shapes[m], sum(p.numel() for p in m.parameters()))
        for n, m in leaves
        if m in shapes
    ]
    on = sum(p.numel() for p in params if p.requires_grad)
    return rows, Totals(on, sum(p.numel() for p in params) - on)
