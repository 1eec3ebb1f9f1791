# The figure is shown and not returned.
# fails: test_gives_a_figure
# fails: test_both_curves
# fails: test_epochs_count_from_one
# fails: test_axes_are_labelled
# fails: test_legend
# fails: test_without_validation
# fails: test_each_call_a_new_figure
# fails: test_the_history_stays
def plot_history(history):
    """Draw the losses of a History over its epochs; gives the Figure."""
    figure, axes = plt.subplots(figsize=(6, 3.5), layout="constrained")
    for name, losses in (("train", history.train), ("valid", history.valid)):
        if losses:
            axes.plot(range(1, len(losses) + 1), losses, marker=".", label=name)
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    plt.close(figure)
