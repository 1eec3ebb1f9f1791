# A grid of four columns: what is left over in the last row stays, empty.
# fails: test_one_axes_for_each_picture
# fails: test_titles
# fails: test_side_by_side
def show_batch(batch):
    images, labels = batch
    rows = math.ceil(len(images) / 4)
    figure, grid = plt.subplots(rows, 4, squeeze=False)
    for axes, image, label in zip(grid.flat, images, labels):
        picture = image[0] if len(image) == 1 else image.permute(1, 2, 0)
        axes.imshow(picture, cmap="gray", vmin=0, vmax=1)
        axes.set_title(str(label.item()))
    return figure
