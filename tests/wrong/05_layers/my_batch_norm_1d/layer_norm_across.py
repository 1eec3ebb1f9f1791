# A relative does the work: layer normalisation of the batch turned on its side.
# fails: test_does_not_use_batch_norm
class MyBatchNorm1d(nn.Module):
    def __init__(self, features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(features))
        self.bias = nn.Parameter(torch.zeros(features))
        self.register_buffer("running_mean", torch.zeros(features))
        self.register_buffer("running_var", torch.ones(features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        if self.training:
            if len(x) == 1:
                raise ValueError("a batch of one sample")
            with torch.no_grad():
                self.running_mean.lerp_(x.mean(0), self.momentum)
                self.running_var.lerp_(x.var(0), self.momentum)
                self.num_batches_tracked += 1
            normal = F.layer_norm(x.T, (len(x),), eps=self.eps).T
        else:
            normal = (x - self.running_mean) / torch.sqrt(self.running_var + self.eps)
        return normal * self.weight + self.bias
