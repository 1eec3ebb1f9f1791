# The two uses as two leaves of a computation that is written out.
def tied_gradient(net, x):
    F = nn.functional
    u = net[2].weight.detach().clone().requires_grad_(True)
    v = net[4].weight.detach().clone().requires_grad_(True)
    h = F.relu(net[0](x))
    h = F.relu(F.linear(h, u, net[2].bias))
    h = F.relu(F.linear(h, v, net[4].bias))
    first, second = torch.autograd.grad(net[6](h).sum(), (u, v))
    return first + second, first, second
