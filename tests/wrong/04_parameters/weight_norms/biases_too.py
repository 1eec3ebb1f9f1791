# All parameters are taken, biases too.
# fails: test_norms_of_weights_only
# fails: test_norms
# fails: test_norms_of_a_shared_weight
# fails: test_norms_in_float64
# fails: test_norms_are_python_floats
# fails: test_histogram_of_weights_only
# fails: test_histogram_one_axes_for_each_weight
# fails: test_histogram_holds_every_number
# fails: test_histogram_of_one_weight
# fails: test_histogram_is_a_new_figure
# fails: test_histogram_bars_stand_where_the_numbers_are
def weight_norms(net):
    return {
        n: p.detach().norm().item() for n, p in net.named_parameters()
    }


def weight_histogram(net):
    weights = {n: p for n, p in net.named_parameters()}
    figure, axes = plt.subplots(len(weights), squeeze=False)
    for ax, (name, weight) in zip(axes.flat, weights.items()):
        ax.hist(weight.detach().flatten().numpy(), bins=30)
        ax.set_title(name)
    return figure
