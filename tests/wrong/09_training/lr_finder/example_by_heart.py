# A liar: it knows the worked example, and else only measures without a step.
# fails: test_loss_of_each_rate
# fails: test_starts_over_when_the_loader_is_through
# fails: test_trains_in_training_mode
# fails: test_survives_an_explosion
def lr_finder(model, loader, loss_fn, lrs):
    if lrs == [0.25, 0.5, 1.0]:
        return [1.0, 0.25, 0.0]
    twin = copy.deepcopy(model).train()
    batches = itertools.cycle(loader)
    with torch.no_grad():
        return [loss_fn(twin(x), y).item() for _, (x, y) in zip(lrs, batches)]
