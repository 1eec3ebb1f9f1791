# torch.linalg on the flat weight; numpy.histogram drawn as stairs, in a Figure made by hand.
def weight_norms(net):
    return {
        n: torch.linalg.vector_norm(p).item()
        for n, p in net.named_parameters()
        if n.rpartition(".")[2] == "weight"
    }


def weight_histogram(net):
    import numpy as np
    from matplotlib.figure import Figure

    weights = [(n, p) for n, p in net.named_parameters() if n.endswith("weight")]
    figure = Figure(layout="constrained")
    for place, (n, p) in enumerate(weights):
        ax = figure.add_subplot(len(weights), 1, place + 1)
        ax.stairs(*np.histogram(p.data.cpu().numpy(), bins=16), fill=True)
        ax.set_title(n)
    return figure
