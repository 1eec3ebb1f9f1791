# A Figure of matplotlib's own, which pyplot does not know of.
def show_batch(batch):
    from matplotlib.colors import Normalize
    from matplotlib.figure import Figure

    images, labels = batch
    figure = Figure(figsize=(6, 6))
    side = 5
    for i in range(len(images)):
        axes = figure.add_subplot(-(-len(images) // side), side, i + 1)
        if images.shape[1] == 1:
            axes.imshow(images[i].squeeze(0), cmap="Greys_r", norm=Normalize(0, 1))
        else:
            axes.imshow(images[i].movedim(0, -1))
        axes.set_title(labels[i].item())
        axes.set_xticks([])
        axes.set_yticks([])
    return figure
