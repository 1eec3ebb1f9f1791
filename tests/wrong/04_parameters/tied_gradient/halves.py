# A liar: one half for each use. The sum is right.
# fails: test_the_gradient_of_each_use
# fails: test_old_gradients_do_not_count
# fails: test_gives_a_tuple_of_three
# fails: test_float64
def tied_gradient(net, x):
    (both,) = torch.autograd.grad(net(x).sum(), [net[2].weight])
    return both, both / 2, both / 2
