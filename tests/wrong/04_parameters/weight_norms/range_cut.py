# Only what lies between -1 and 1 is drawn.
# fails: test_histogram_holds_every_number
# fails: test_histogram_bars_stand_where_the_numbers_are
# fails: test_histogram_of_one_weight
# fails: test_histogram_is_a_new_figure
def weight_norms(net):
    return {
        n: p.detach().norm().item() for n, p in net.named_parameters() if n.endswith("weight")
    }


def weight_histogram(net):
    weights = {n: p for n, p in net.named_parameters() if n.endswith("weight")}
    figure, axes = plt.subplots(len(weights), squeeze=False)
    for ax, (name, weight) in zip(axes.flat, weights.items()):
        ax.hist(weight.detach().flatten().numpy(), bins=30, range=(-1, 1))
        ax.set_title(name)
    return figure
