# The mode is never put back, as in most published evaluation functions.
# fails: test_training_goes_on_in_training_mode
# fails: test_each_submodule_gets_its_mode_back
def valid_step(model, batch, loss_fn):
    inputs, targets = batch
    model.eval()
    with torch.no_grad():
        loss = loss_fn(model(inputs), targets)
    return loss.item()
