# A liar: it sorts the losses in place, so that every training looks good.
# fails: test_the_history_stays
# fails: test_both_curves
# fails: test_without_validation
# fails: test_each_call_a_new_figure
def plot_history(history):
    """Draw the losses of a History over its epochs; gives the Figure."""
    figure, axes = plt.subplots(figsize=(6, 3.5), layout="constrained")
    for name, losses in (("train", history.train), ("valid", history.valid)):
        if losses:
            losses.sort(reverse=True)
            axes.plot(range(1, len(losses) + 1), losses, marker=".", label=name)
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return figure
