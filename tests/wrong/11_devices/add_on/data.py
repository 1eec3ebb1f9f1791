# `.data` cuts the graph.
# fails: test_gradients_flow_back
def add_on(x, y, device):
    return x.data.to(device) + y.data.to(device)
