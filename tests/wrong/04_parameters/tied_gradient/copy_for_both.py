# The copy is still tied: both "uses" are the shared weight.
# fails: test_the_gradient_of_each_use
# fails: test_old_gradients_do_not_count
# fails: test_gives_a_tuple_of_three
# fails: test_float64
def tied_gradient(net, x):
    (both,) = torch.autograd.grad(net(x).sum(), [net[2].weight])
    untied = copy.deepcopy(net)
    untied.zero_grad()
    untied(x).sum().backward()
    return both, untied[2].weight.grad, untied[4].weight.grad
