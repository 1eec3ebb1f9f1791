# Height and width have changed places.
# fails: test_colour_pictures
# fails: test_grey_pictures
def show_batch(batch):
    images, labels = batch
    figure = plt.figure()
    for place, (image, label) in enumerate(zip(images, labels)):
        axes = figure.add_subplot(math.ceil(len(images) / 4), 4, place + 1)
        axes.imshow(image.permute(2, 1, 0).squeeze(), cmap="gray", vmin=0, vmax=1)
        axes.set_title(str(label.item()))
    return figure
