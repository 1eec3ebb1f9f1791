# One weight: plt.subplots gives an axes, and not an array of them.
# fails: test_histogram_of_one_weight
# fails: test_histogram_is_a_new_figure
# fails: test_histogram_gives_a_figure
# fails: test_histogram_of_weights_only
def weight_norms(net):
    return {
        n: p.detach().norm().item() for n, p in net.named_parameters() if n.endswith("weight")
    }


def weight_histogram(net):
    weights = {n: p for n, p in net.named_parameters() if n.endswith("weight")}
    figure, axes = plt.subplots(len(weights))
    for ax, (name, weight) in zip(axes, weights.items()):
        ax.hist(weight.detach().flatten().numpy(), bins=30)
        ax.set_title(name)
    return figure
