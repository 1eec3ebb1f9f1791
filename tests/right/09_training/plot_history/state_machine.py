# With pyplot's current figure, which is a new one; on a logarithmic scale.
def plot_history(history):
    fig = plt.figure()
    epochs = list(range(1, 1 + max(len(history.train), len(history.valid))))
    lines = plt.plot(epochs[: len(history.train)], history.train)
    names = ["train"]
    lines[0].set_label("train")
    if history.valid:
        plt.plot(epochs[: len(history.valid)], history.valid, label="valid", marker="x")
        names.append("valid")
    plt.yscale("log")
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend(names)
    return plt.gcf()
