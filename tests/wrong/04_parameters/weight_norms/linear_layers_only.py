# Only linear layers are looked at, at each of their places.
# fails: test_norms
# fails: test_norms_of_weights_only
# fails: test_norms_of_a_shared_weight
# fails: test_norms_in_float64
def weight_norms(net):
    return {
        n + ".weight": m.weight.norm().item()
        for n, m in net.named_modules(remove_duplicate=False)
        if isinstance(m, nn.Linear)
    }


def weight_histogram(net):
    weights = {n: p for n, p in net.named_parameters() if n.endswith("weight")}
    figure, axes = plt.subplots(len(weights), squeeze=False)
    for ax, (name, weight) in zip(axes.flat, weights.items()):
        ax.hist(weight.detach().flatten().numpy(), bins=30)
        ax.set_title(name)
    return figure
