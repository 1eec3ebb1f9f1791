# A new parameter in the place of the old one: the optimizer keeps the old one.
# fails: test_can_be_trained_on
def my_init(m):
    if isinstance(m, nn.Linear):
        w = torch.empty(m.weight.shape).uniform_(-10, 10)
        m.weight = nn.Parameter(torch.where(w.abs() >= 5, w, 0.0))
