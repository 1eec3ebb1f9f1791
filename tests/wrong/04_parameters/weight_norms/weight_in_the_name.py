# Whatever has "weight" in its name is taken.
# fails: test_norms_of_weights_only
# fails: test_histogram_of_weights_only
def weight_norms(net):
    return {
        n: p.detach().norm().item() for n, p in net.named_parameters() if "weight" in n
    }


def weight_histogram(net):
    weights = {n: p for n, p in net.named_parameters() if "weight" in n}
    figure, axes = plt.subplots(len(weights), squeeze=False)
    for ax, (name, weight) in zip(axes.flat, weights.items()):
        ax.hist(weight.detach().flatten().numpy(), bins=30)
        ax.set_title(name)
    return figure
