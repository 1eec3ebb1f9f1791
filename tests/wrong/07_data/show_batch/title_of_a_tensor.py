# The title is the tensor as text.
# fails: test_titles
def show_batch(batch):
    images, labels = batch
    figure = plt.figure()
    for place, (image, label) in enumerate(zip(images, labels)):
        axes = figure.add_subplot(math.ceil(len(images) / 4), 4, place + 1)
        picture = image[0] if len(image) == 1 else image.permute(1, 2, 0)
        axes.imshow(picture, cmap="gray", vmin=0, vmax=1)
        axes.set_title(str(label))
    return figure
