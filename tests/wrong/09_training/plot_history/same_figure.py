# It draws into whatever figure is open.
# fails: test_each_call_a_new_figure
def plot_history(history):
    for name, losses in (("train", history.train), ("valid", history.valid)):
        if losses:
            plt.plot(range(1, len(losses) + 1), losses, label=name)
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend()
    return plt.gcf()
