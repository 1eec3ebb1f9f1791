# Sets do the bookkeeping; a merged state is loaded strictly.
def load_matching(net, state):
    own = net.state_dict()
    known, given = set(own), set(state)
    mismatched = {name for name in known & given if own[name].size() != state[name].size()}
    merged = {name: state[name] if name in given - mismatched else own[name] for name in own}
    net.load_state_dict(merged, strict=True)
    return list(known - given), list(given - known), list(mismatched)
