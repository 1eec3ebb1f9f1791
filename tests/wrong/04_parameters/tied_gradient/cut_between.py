# The first use's gradient is taken without the second layer behind it.
# fails: test_the_gradient_of_each_use
# fails: test_old_gradients_do_not_count
# fails: test_gives_a_tuple_of_three
# fails: test_float64
def tied_gradient(net, x):
    w = net[2].weight
    (both,) = torch.autograd.grad(net(x).sum(), [w])
    h = net[:2](x)
    (first,) = torch.autograd.grad(net[6](net[3](net[2](h))).sum(), [w])
    h = net[:4](x).detach()
    (second,) = torch.autograd.grad(net[4:](h).sum(), [w])
    return both, first, second
