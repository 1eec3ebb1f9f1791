# The channels are brought to the end by a reshape.
# fails: test_colour_pictures
def show_batch(batch):
    images, labels = batch
    n, c, h, w = images.shape
    figure = plt.figure()
    for place, (image, label) in enumerate(zip(images.reshape(n, h, w, c), labels)):
        axes = figure.add_subplot(math.ceil(n / 4), 4, place + 1)
        axes.imshow(image, cmap="gray", vmin=0, vmax=1)
        axes.set_title(str(label.item()))
    return figure
