# Only the weights and biases of the network's direct children are looked at.
# fails: test_finds_parameters_at_every_depth
def parameter_table(net):
    table = []
    for name, layer in net.named_children():
        for kind in ("weight", "bias"):
            p = getattr(layer, kind, None)
            if p is not None and not any(p is other for *_, other in table):
                table.append((f"{name}.{kind}", tuple(p.shape), p.requires_grad, p))
    return [row[:3] for row in table]
