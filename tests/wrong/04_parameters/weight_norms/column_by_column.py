# A matrix is drawn column by column, many small bars in a bin.
# fails: test_histogram_bars_stand_where_the_numbers_are
def weight_norms(net):
    return {
        n: p.detach().norm().item() for n, p in net.named_parameters() if n.endswith("weight")
    }


def weight_histogram(net):
    weights = {n: p for n, p in net.named_parameters() if n.endswith("weight")}
    figure, axes = plt.subplots(len(weights), squeeze=False)
    for ax, (name, weight) in zip(axes.flat, weights.items()):
        ax.hist(weight.detach().reshape(len(weight), -1).numpy(), bins=30)
        ax.set_title(name)
    return figure
