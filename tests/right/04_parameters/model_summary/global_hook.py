# One hook for all modules there are, kept only while the network runs.
from torch.nn.modules.module import register_module_forward_hook


def model_summary(net, input_shape):
    names = dict((m, n) for n, m in net.named_modules())
    order = {}

    def note(m, args, out):
        if m in names and not any(True for _ in m.children()):
            order.setdefault(m, list(out.size())[1:])

    modes = [m.training for m in names]
    params = [p for p in net.parameters()]
    x = torch.ones(3, *input_shape)
    x = x.to(params[0].dtype) if params else x
    net.eval()
    handle = register_module_forward_hook(note)
    try:
        with torch.no_grad():
            net(x)
    finally:
        handle.remove()
        for m, mode in zip(names, modes):
            m.training = mode
    rows = [
        Row(names[m], type(m).__name__, tuple(s), sum(map(torch.numel, m.parameters())))
        for m, s in order.items()
    ]
    on = [p.numel() for p in params if p.requires_grad]
    off = [p.numel() for p in params if not p.requires_grad]
    return rows, Totals(sum(on), sum(off))
