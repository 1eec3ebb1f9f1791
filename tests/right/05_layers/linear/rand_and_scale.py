# rand, moved and scaled, copied into the parameters under no_grad; einsum; one attribute keeps the flag.
class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super(Linear, self).__init__()
        self.in_features, self.out_features, self.has_bias = in_features, out_features, bool(bias)
        self.weight = nn.Parameter(torch.zeros(out_features, in_features))
        self.register_parameter("bias", nn.Parameter(torch.zeros(out_features)) if bias else None)
        self.reset_parameters()

    @torch.no_grad()
    def reset_parameters(self):
        k = self.in_features**-0.5
        self.weight.copy_((torch.rand(self.weight.shape) - 0.5) * 2 * k)
        if self.has_bias:
            self.bias.copy_((torch.rand(self.out_features) - 0.5) * 2 * k)

    def forward(self, X):
        out = torch.einsum("...i,oi->...o", X, self.weight)
        if self.has_bias:
            out = out + self.bias
        return out

    def extra_repr(self):
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={self.has_bias}"
