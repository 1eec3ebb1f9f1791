# First and second use are mixed up.
# fails: test_the_gradient_of_each_use
# fails: test_old_gradients_do_not_count
# fails: test_gives_a_tuple_of_three
# fails: test_float64
def tied_gradient(net, x):
    untied = copy.deepcopy(net)
    untied[4] = copy.deepcopy(untied[2])
    (both,) = torch.autograd.grad(net(x).sum(), [net[2].weight])
    a, b = torch.autograd.grad(untied(x).sum(), [untied[2].weight, untied[4].weight])
    return both, b, a
