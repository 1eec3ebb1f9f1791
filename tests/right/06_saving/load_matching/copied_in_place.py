# Each entry is copied in place, with a loop over both dicts; a named tuple comes back.
from collections import namedtuple

Report = namedtuple("Report", "missing unexpected mismatched")


@torch.no_grad()
def load_matching(net, state):
    report = Report([], [], [])
    targets = {**dict(net.named_parameters()), **dict(net.named_buffers())}
    for name in targets:
        if name not in state:
            report.missing.append(name)
        elif tuple(targets[name].shape) == tuple(state[name].shape):
            targets[name].copy_(state[name])
        else:
            report.mismatched.append(name)
    report.unexpected.extend(name for name in state if name not in targets)
    return report
