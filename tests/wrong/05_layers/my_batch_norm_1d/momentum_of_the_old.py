# momentum weighs the old value, as in other frameworks.
# fails: test_running_statistics_move
# fails: test_unbiased_variance_is_remembered
# fails: test_training_then_evaluation
# fails: test_no_history_in_the_buffers
# fails: test_float64
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
            mean = x.mean(dim=0)
            var = x.var(dim=0, unbiased=False)
            unbiased = x.var(dim=0)
            with torch.no_grad():
                self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
                self.running_var = self.momentum * self.running_var + (1 - self.momentum) * unbiased
                self.num_batches_tracked += 1
        else:
            mean, var = self.running_mean, self.running_var
        return self.weight * (x - mean) / torch.sqrt(var + self.eps) + self.bias
