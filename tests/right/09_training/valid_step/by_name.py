# Inference mode, and a dict of modes by name that a finally clause puts back.
def valid_step(model, batch, loss_fn):
    was = {name: module.training for name, module in model.named_modules()}
    try:
        model.train(False)
        with torch.inference_mode():
            x, y = batch
            return loss_fn(model(x), y).detach().item()
    finally:
        for name, module in model.named_modules():
            module.training = was[name]
