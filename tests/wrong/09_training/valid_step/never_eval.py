# model.eval() is forgotten: dropout is active and batch norm learns.
# fails: test_measures_in_evaluation_mode
# fails: test_the_model_is_left_alone
def valid_step(model, batch, loss_fn):
    inputs, targets = batch
    with torch.no_grad():
        return loss_fn(model(inputs), targets).item()
