# A grid that is nearly square; what is left over is removed.
def show_batch(batch):
    images, labels = batch
    columns = math.ceil(len(images) ** 0.5)
    rows = math.ceil(len(images) / columns)
    figure, grid = plt.subplots(rows, columns, squeeze=False, layout="constrained")
    spots = list(grid.flatten())
    for image, label in zip(images, labels, strict=True):
        spot = spots.pop(0)
        spot.imshow(np.transpose(image.numpy(), (1, 2, 0)), cmap="gray", vmin=0.0, vmax=1.0)
        spot.set_title(f"{int(label)}")
        spot.axis("off")
    for spot in spots:
        spot.remove()
    return figure
