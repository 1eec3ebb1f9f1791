# The running statistics move at each call, in evaluation too.
# fails: test_evaluation_changes_nothing
# fails: test_training_then_evaluation
# fails: test_counts_the_batches
# fails: test_swaps_state_with_nn_batch_norm
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
        if self.training and len(x) == 1:
            raise ValueError("one sample has no variance")
        mean, var = x.mean(0), x.var(0, unbiased=False)
        if self.training:
            y = (x - mean) / torch.sqrt(var + self.eps)
        else:
            y = (x - self.running_mean) / torch.sqrt(self.running_var + self.eps)
        with torch.no_grad():
            self.running_mean.mul_(1 - self.momentum).add_(self.momentum * mean)
            self.running_var.mul_(1 - self.momentum).add_(self.momentum * x.var(0))
            self.num_batches_tracked += 1
        return y * self.weight + self.bias
