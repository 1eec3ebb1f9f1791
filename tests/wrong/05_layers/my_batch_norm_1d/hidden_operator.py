# A liar: the operator under it, named at run time and hidden from the watching mode.
# fails: test_does_not_use_batch_norm
class MyBatchNorm1d(nn.Module):
    def __init__(self, features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps = eps
        self.momentum = momentum
        self.weight = nn.Parameter(torch.ones(features))
        self.bias = nn.Parameter(torch.zeros(features))
        self.register_buffer("running_mean", torch.zeros(features))
        self.register_buffer("running_var", torch.ones(features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        if self.training:
            if len(x) == 1:
                raise ValueError("one sample has no variance")
            self.num_batches_tracked += 1
        with torch._C.DisableTorchFunction():
            normalise = getattr(torch, "_".join(["native", "batch", "norm"]))
            mean, var = self.running_mean, self.running_var
            return normalise(
                x, self.weight, self.bias, mean, var, self.training, self.momentum, self.eps
            )[0]
