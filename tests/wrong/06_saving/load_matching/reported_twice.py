# What does not fit is left out, so that load_state_dict reports it as missing too.
# fails: test_other_shapes_are_reported_once
# fails: test_buffers_count_too
def load_matching(net, state):
    own = net.state_dict()
    mismatched = [n for n in state if n in own and state[n].shape != own[n].shape]
    fitting = {n: value for n, value in state.items() if n not in mismatched}
    report = net.load_state_dict(fitting, strict=False)
    return list(report.missing_keys), list(report.unexpected_keys), mismatched
