# The names of the two curves are swapped.
# fails: test_both_curves
# fails: test_without_validation
# fails: test_each_call_a_new_figure
def plot_history(history):
    """Draw the losses of a History over its epochs; gives the Figure."""
    figure, axes = plt.subplots(figsize=(6, 3.5), layout="constrained")
    for name, losses in (("train", history.valid), ("valid", history.train)):
        if losses:
            axes.plot(range(1, len(losses) + 1), losses, marker=".", label=name)
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return figure
