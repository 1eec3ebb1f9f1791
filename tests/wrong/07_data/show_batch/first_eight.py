# Only the first eight pictures are shown.
# fails: test_one_axes_for_each_picture
def show_batch(batch):
    images, labels = batch
    figure = plt.figure()
    for place, (image, label) in enumerate(zip(images[:8], labels[:8])):
        axes = figure.add_subplot(2, 4, place + 1)
        picture = image[0] if len(image) == 1 else image.permute(1, 2, 0)
        axes.imshow(picture, cmap="gray", vmin=0, vmax=1)
        axes.set_title(str(label.item()))
    return figure
