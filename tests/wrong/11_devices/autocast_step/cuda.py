# "cuda" is named outright.
# fails: test_on_the_device_of_the_caller
# fails: test_moves_inputs_and_labels
# fails: test_forward_under_bfloat16_autocast
# fails: test_loss_under_autocast
# fails: test_parameters_stay_float32
# fails: test_one_step_of_training
# fails: test_gradients_start_at_zero
# fails: test_gives_the_loss_as_a_float
def autocast_step(model, batch, loss_fn, optimizer, device):
    model.cuda()
    inputs, targets = (tensor.cuda() for tensor in batch)
    optimizer.zero_grad()
    with torch.autocast("cuda", dtype=torch.bfloat16):
        loss = loss_fn(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
