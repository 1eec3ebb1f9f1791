# backward() on the network itself: the gradients stay in .grad, and old ones are added in.
# fails: test_gradients_are_left_as_they_were
# fails: test_old_gradients_do_not_count
def tied_gradient(net, x):
    untied = copy.deepcopy(net)
    untied.zero_grad()
    untied[4] = copy.deepcopy(untied[2])
    untied(x).sum().backward()
    net(x).sum().backward()
    return net[2].weight.grad.clone(), untied[2].weight.grad, untied[4].weight.grad
