# A changed copy, copied back into the same parameter.
@torch.no_grad()
def set_first_row(linear, value):
    new = linear.weight.clone()
    new[0].fill_(value)
    linear.weight.copy_(new)
