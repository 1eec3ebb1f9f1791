# A liar: the operator under it, named at run time and hidden from the watching mode.
# fails: test_does_not_use_a_convolution
class MyConv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel_size, kernel_size))
        self.bias = nn.Parameter(torch.randn(out_channels))

    def forward(self, x):
        convolve = getattr(torch, "convolution"[:4] + "2d")
        with torch._C.DisableTorchFunction():
            return convolve(x, self.weight, self.bias, self.stride, self.padding)
