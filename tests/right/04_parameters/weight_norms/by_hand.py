# The norm written out; bars from histc; two columns, the spare axes switched off.
def weight_norms(net):
    norms = dict()
    for name, param in net.named_parameters():
        if name.split(".")[-1] == "weight":
            norms[name] = float((param**2).sum().sqrt())
    return norms


def weight_histogram(net):
    picked = [(n, p.detach()) for n, p in net.named_parameters() if n.split(".")[-1] == "weight"]
    rows = (len(picked) + 1) // 2
    figure = plt.figure(figsize=(6, 2 * rows))
    grid = figure.subplots(rows, 2, squeeze=False).ravel()
    for ax in grid[len(picked) :]:
        ax.axis("off")
    for ax, (n, w) in zip(grid, picked):
        low, high = w.min().item(), w.max().item()
        counts = torch.histc(w, 20, low, high)
        width = (high - low) / 20
        ax.bar([low + width * (i + 0.5) for i in range(20)], counts.tolist(), width=width * 0.9)
        ax.set_title(n, loc="left")
    return figure
