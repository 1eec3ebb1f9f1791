# Shows the figure, and gives nothing back.
# fails: test_gives_a_figure
# fails: test_one_axes_for_each_picture
# fails: test_titles
# fails: test_grey_pictures
# fails: test_colour_pictures
# fails: test_black_is_zero_and_white_is_one
# fails: test_side_by_side
def show_batch(batch):
    images, labels = batch
    figure = plt.figure()
    for place, (image, label) in enumerate(zip(images, labels)):
        axes = figure.add_subplot(math.ceil(len(images) / 4), 4, place + 1)
        picture = image[0] if len(image) == 1 else image.permute(1, 2, 0)
        axes.imshow(picture, cmap="gray", vmin=0, vmax=1)
        axes.set_title(str(label.item()))
    plt.show()
