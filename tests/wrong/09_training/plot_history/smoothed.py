# The curves are smoothed: what is drawn are no longer the losses.
# fails: test_both_curves
# fails: test_without_validation
# fails: test_each_call_a_new_figure
def plot_history(history):
    """Draw the losses of a History over its epochs; gives the Figure."""
    figure, axes = plt.subplots(figsize=(6, 3.5), layout="constrained")
    for name, losses in (("train", history.train), ("valid", history.valid)):
        if losses:
            losses = [sum(losses[max(0, i - 2) : i + 1]) / min(i + 1, 3) for i in range(len(losses))]
            axes.plot(range(1, len(losses) + 1), losses, marker=".", label=name)
    axes.set(xlabel="epoch", ylabel="loss")
    axes.legend()
    return figure
