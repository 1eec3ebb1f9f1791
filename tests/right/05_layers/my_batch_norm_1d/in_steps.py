# Everything by hand, the buffers moved in place on their .data, rsqrt at the end.
class MyBatchNorm1d(nn.Module):
    def __init__(self, features, eps=1e-5, momentum=0.1):
        super(MyBatchNorm1d, self).__init__()
        self.eps = eps
        self.momentum = momentum
        self.weight = nn.Parameter(torch.ones(features))
        self.bias = nn.Parameter(torch.zeros(features))
        self.register_buffer("running_mean", torch.zeros(features))
        self.register_buffer("running_var", torch.ones(features))
        self.register_buffer("num_batches_tracked", torch.zeros((), dtype=torch.long))

    def forward(self, X):
        if not self.training:
            X_hat = (X - self.running_mean) * torch.rsqrt(self.running_var + self.eps)
            return self.weight * X_hat + self.bias
        n = X.shape[0]
        if n < 2:
            raise ValueError("need at least two samples")
        mean = X.mean(dim=0, keepdim=True)
        var = ((X - mean) ** 2).mean(dim=0, keepdim=True)
        self.num_batches_tracked.add_(1)
        self.running_mean.data.mul_(1 - self.momentum).add_(self.momentum * mean[0].detach())
        self.running_var.data.mul_(1 - self.momentum).add_(
            self.momentum * var[0].detach() * n / (n - 1)
        )
        return self.weight * (X - mean) * torch.rsqrt(var + self.eps) + self.bias
