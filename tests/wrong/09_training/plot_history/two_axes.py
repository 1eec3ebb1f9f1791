# Each curve gets axes of its own, so that they cannot be compared.
# fails: test_gives_a_figure
# fails: test_both_curves
# fails: test_epochs_count_from_one
# fails: test_axes_are_labelled
# fails: test_legend
# fails: test_without_validation
# fails: test_each_call_a_new_figure
# fails: test_the_history_stays
def plot_history(history):
    figure, both = plt.subplots(1, 2)
    for axes, name in zip(both, ("train", "valid")):
        losses = getattr(history, name)
        axes.plot(range(1, len(losses) + 1), losses, label=name)
        axes.set(xlabel="epoch", ylabel="loss")
        axes.legend()
    return figure
