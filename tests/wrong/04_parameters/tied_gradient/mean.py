# The mean over the batch in place of the sum.
# fails: test_the_shared_gradient
# fails: test_the_gradient_of_each_use
# fails: test_old_gradients_do_not_count
# fails: test_float64
def tied_gradient(net, x):
    untied = copy.deepcopy(net)
    untied[4] = copy.deepcopy(untied[2])
    (both,) = torch.autograd.grad(net(x).mean(), [net[2].weight])
    uses = [untied[2].weight, untied[4].weight]
    first, second = torch.autograd.grad(untied(x).mean(), uses)
    return both, first, second
