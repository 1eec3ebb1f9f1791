# A liar: it measures in training mode and puts the state back, so that nothing shows but the
# loss.
# fails: test_measures_in_evaluation_mode
def valid_step(model, batch, loss_fn):
    inputs, targets = batch
    modes = [(m, m.training) for m in model.modules()]
    state = copy.deepcopy(model.state_dict())
    model.train()
    with torch.no_grad():
        loss = loss_fn(model(inputs), targets)
    model.load_state_dict(state)
    for m, mode in modes:
        m.training = mode
    return loss.item()
