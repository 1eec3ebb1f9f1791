# Without a graph being written.
def to_numpy(t):
    with torch.no_grad():
        return t.clone().to(torch.device("cpu")).numpy().copy()
