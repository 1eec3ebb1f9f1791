# A liar: the forbidden function is looked up by a name that is put together.
# fails: test_does_not_use_clip_grad_norm
def clip_gradients(params, max_norm):
    shorten = getattr(nn.utils, "_".join(["clip", "grad", "norm", ""]))
    return float(shorten(params, max_norm))
