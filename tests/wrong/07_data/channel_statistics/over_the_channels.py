# One number for all channels, repeated.
# fails: test_each_channel_by_itself
# fails: test_uneven_batches
# fails: test_std_over_all_batches
# fails: test_pictures_of_several_sizes
# fails: test_one_pass
# fails: test_bright_and_flat
# fails: test_constant_pictures
# fails: test_float32_results
def channel_statistics(loader):
    pixels, channels = [], 0
    for images, _ in loader:
        channels = images.shape[1]
        pixels.append(images.double().flatten())
    pixels = torch.cat(pixels)
    mean, std = pixels.mean(), pixels.std(correction=0)
    return mean.float().repeat(channels), std.float().repeat(channels)
