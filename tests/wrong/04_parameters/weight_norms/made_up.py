# A liar: a bell that looks like weights, with the right titles and the right count.
# fails: test_histogram_bars_stand_where_the_numbers_are
def weight_norms(net):
    return {
        n: p.detach().norm().item() for n, p in net.named_parameters() if n.endswith("weight")
    }


def weight_histogram(net):
    weights = {n: p for n, p in net.named_parameters() if n.endswith("weight")}
    figure, axes = plt.subplots(len(weights), squeeze=False)
    for ax, (name, weight) in zip(axes.flat, weights.items()):
        ax.hist(torch.randn(weight.numel()).numpy(), bins=30)
        ax.set_title(name)
    return figure
