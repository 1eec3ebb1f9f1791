# Every module with a weight is filled, norms and embeddings too.
# fails: test_other_modules_stay
def init_normal(m):
    if getattr(m, "weight", None) is not None:
        nn.init.normal_(m.weight, mean=0, std=0.01)
    if getattr(m, "bias", None) is not None:
        nn.init.zeros_(m.bias)
