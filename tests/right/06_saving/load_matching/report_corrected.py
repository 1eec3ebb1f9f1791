# load_state_dict's own report, less the names that were left out for their shape.
def load_matching(net, state):
    own = net.state_dict()
    wrong = [n for n, v in state.items() if n in own and v.shape != own[n].shape]
    kept = {n: v for n, v in state.items() if n not in wrong}
    result = net.load_state_dict(kept, strict=False)
    return [n for n in result.missing_keys if n not in wrong], result.unexpected_keys, wrong
