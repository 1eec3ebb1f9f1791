# An empty list gets a line and a name in the legend.
# fails: test_without_validation
def plot_history(history):
    """Draw the losses of a History over its epochs; gives the Figure."""
    figure, axes = plt.subplots(figsize=(6, 3.5), layout="constrained")
    for name, losses in (("train", history.train), ("valid", history.valid)):
        axes.plot(range(1, len(losses) + 1), losses, marker=".", label=name)
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return figure
