# Looks at the first batch alone.
# fails: test_uneven_batches
# fails: test_std_over_all_batches
# fails: test_pictures_of_several_sizes
# fails: test_one_pass
# fails: test_divides_by_the_number_of_pixels
# fails: test_bright_and_flat
# fails: test_float32_results
def channel_statistics(loader):
    images, _ = next(iter(loader))
    pixels = images.double().transpose(0, 1).flatten(1)
    return pixels.mean(dim=1).float(), pixels.std(dim=1, correction=0).float()
