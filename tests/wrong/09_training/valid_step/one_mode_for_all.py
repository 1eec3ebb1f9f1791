# Only the model's own mode is remembered, and set for all submodules.
# fails: test_each_submodule_gets_its_mode_back
def valid_step(model, batch, loss_fn):
    inputs, targets = batch
    was_training = model.training
    model.eval()
    with torch.no_grad():
        loss = loss_fn(model(inputs), targets)
    model.train(was_training)
    return loss.item()
