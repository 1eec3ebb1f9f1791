# A Figure of its own, without pyplot; another look, and the lowest point marked.
from matplotlib.figure import Figure


def plot_history(history):
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(np.arange(len(history.train)) + 1, np.array(history.train), "b--", label="train")
    if len(history.valid) > 0:
        axes.plot(np.arange(len(history.valid)) + 1, np.array(history.valid), "ro-", label="valid")
        axes.axvline(1 + int(np.argmin(history.valid)), color="grey")
    axes.set_title("Training")
    axes.set_xlabel("Epoch")
    axes.set_ylabel("Mean loss")
    axes.grid(True)
    axes.legend(loc="upper right")
    return figure
