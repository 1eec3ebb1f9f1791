# The gradients are cleared before and after: what somebody had there is lost.
# fails: test_gradients_are_left_as_they_were
def tied_gradient(net, x):
    net.zero_grad()
    untied = copy.deepcopy(net)
    untied[4] = copy.deepcopy(untied[2])
    untied(x).sum().backward()
    net(x).sum().backward()
    both = net[2].weight.grad.clone()
    net.zero_grad()
    return both, untied[2].weight.grad, untied[4].weight.grad
