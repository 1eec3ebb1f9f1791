# The measurement is made on a deep copy of the model.
def valid_step(model, batch, loss_fn):
    twin = copy.deepcopy(model).eval()
    with torch.no_grad():
        return float(loss_fn(twin(batch[0]), batch[1]))
