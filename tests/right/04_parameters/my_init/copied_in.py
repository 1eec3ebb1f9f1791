# Drawn with rand, masked by where, copied in.
def my_init(layer):
    if not isinstance(layer, nn.Linear):
        return
    with torch.no_grad():
        drawn = torch.rand(*layer.weight.shape) * 20 - 10
        layer.weight.copy_(drawn.where(drawn.abs() >= 5, torch.zeros(())))
