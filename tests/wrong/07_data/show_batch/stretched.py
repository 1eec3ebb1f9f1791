# Each picture is stretched from its own darkest to its own brightest pixel.
# fails: test_black_is_zero_and_white_is_one
def show_batch(batch):
    images, labels = batch
    figure = plt.figure()
    for place, (image, label) in enumerate(zip(images, labels)):
        axes = figure.add_subplot(math.ceil(len(images) / 4), 4, place + 1)
        axes.imshow(image[0] if len(image) == 1 else image.permute(1, 2, 0), cmap="gray")
        axes.set_title(str(label.item()))
    return figure
