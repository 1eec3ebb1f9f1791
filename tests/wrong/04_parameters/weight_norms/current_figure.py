# The figure that happens to be current is drawn into again.
# fails: test_histogram_is_a_new_figure
# fails: test_histogram_of_weights_only
def weight_norms(net):
    return {
        n: p.detach().norm().item() for n, p in net.named_parameters() if n.endswith("weight")
    }


def weight_histogram(net):
    weights = [(n, p) for n, p in net.named_parameters() if n.endswith("weight")]
    for place, (name, weight) in enumerate(weights, start=1):
        plt.subplot(1, len(weights), place)
        plt.hist(weight.detach().flatten().numpy(), bins=30)
        plt.title(name)
    return plt.gcf()
