# At the end the model is put in training mode, wherever it came from.
# fails: test_evaluation_mode_stays
# fails: test_each_submodule_gets_its_mode_back
def valid_step(model, batch, loss_fn):
    inputs, targets = batch
    model.eval()
    with torch.no_grad():
        loss = loss_fn(model(inputs), targets)
    model.train()
    return loss.item()
