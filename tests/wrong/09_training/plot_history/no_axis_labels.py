# The axes have no labels.
# fails: test_axes_are_labelled
def plot_history(history):
    """Draw the losses of a History over its epochs; gives the Figure."""
    figure, axes = plt.subplots(figsize=(6, 3.5), layout="constrained")
    for name, losses in (("train", history.train), ("valid", history.valid)):
        if losses:
            axes.plot(range(1, len(losses) + 1), losses, marker=".", label=name)
    axes.legend()
    return figure
