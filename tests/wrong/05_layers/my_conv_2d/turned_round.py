# The kernel is turned round, as mathematics defines a convolution.
# fails: test_kernel_is_not_turned_round
# fails: test_each_window_meets_the_kernel
# fails: test_channels
# fails: test_height_and_width_differ
# fails: test_stride
# fails: test_padding
# fails: test_stride_and_padding_together
# fails: test_samples_stay_apart
# fails: test_swaps_state_with_nn_conv2d
# fails: test_learns
# fails: test_float64
class MyConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel_size, kernel_size))
        self.bias = nn.Parameter(torch.randn(out_channels))

    def forward(self, x):
        n, _, height, width = x.shape
        height = (height + 2 * self.padding - self.kernel_size) // self.stride + 1
        width = (width + 2 * self.padding - self.kernel_size) // self.stride + 1
        windows = F.unfold(x, self.kernel_size, padding=self.padding, stride=self.stride)
        weight = self.weight.flip(2, 3).reshape(len(self.weight), -1)
        y = weight @ windows + self.bias.reshape(-1, 1)
        return y.reshape(n, len(self.bias), height, width)
