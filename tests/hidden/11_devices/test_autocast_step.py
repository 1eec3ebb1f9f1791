import torch
from common import devices_of, kind_of, place
from torch import nn
from torch.nn import functional as F

from grader.testing import assert_close, assert_equal, check, probe


class Model(nn.Module):
    """Two linear layers that note the dtypes and places that they see."""

    def __init__(self, state):
        super().__init__()
        self.first, self.second, self.seen = nn.Linear(5, 6), nn.Linear(6, 2), []
        self.load_state_dict(state)

    def forward(self, x):
        kind = self.first.weight.device.type
        self.seen.append(
            {
                "inputs": [place(x), str(x.dtype)],
                "weight": [place(self.first.weight), str(self.first.weight.dtype)],
                "autocast": torch.is_autocast_enabled(kind),
            }
        )
        y = self.second(self.first(x.to(self.first.weight.device)).relu())
        self.seen[-1]["output"] = str(y.dtype)
        return y


@probe
def step(unit, state, batch, device, steps=1, stale=None, lr=0.1):
    """Steps of training on a device, and all that the model and the loss see in them."""
    model, seen = Model(state), []
    given = list(model.parameters())
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.5)
    for parameter in given if stale is not None else []:
        parameter.grad = torch.full_like(parameter, stale)

    def loss_fn(outputs, targets):
        kind = outputs.device.type
        enabled = torch.is_autocast_enabled(kind)
        dtype = str(torch.get_autocast_dtype(kind)) if enabled else "none"
        seen.append({"outputs": str(outputs.dtype), "targets": place(targets), "autocast": dtype})
        return F.mse_loss(outputs.float(), targets.to(outputs.device).float())

    losses = [
        unit.autocast_step(model, batch, loss_fn, optimizer, torch.device(device))
        for _ in range(steps)
    ]
    return {
        "losses": losses,
        "floats": all(type(loss) is float for loss in losses),
        "model": model.seen,
        "loss": seen,
        "state": dict(model.state_dict()),
        "places": sorted({place(p) for p in model.parameters()}),
        "dtypes": sorted({str(p.dtype) for p in model.parameters()}),
        "same": all(a is b for a, b in zip(given, model.parameters(), strict=True)),
    }


def draw_case(draw):
    """A state for `Model` and a batch, in whose training rounding decides nothing.

    Where a number comes close to 0, rounding decides whether ReLU lets it through, and that moves a
    gradient by more than all other rounding does. So float32 and bfloat16 have to agree, to half of
    what `assert_steps` allows.
    """
    names = ["first.weight", "first.bias", "second.weight", "second.bias"]
    while True:
        state = dict(zip(names, draw.linear_chain(5, 6, 2), strict=True))
        batch = draw.normal(7, 5), draw.normal(7, 2)
        losses, after = reference(state, batch, 3)
        exact_losses, exact_after = reference(state, batch, 3, torch.float32)
        if all(
            torch.allclose(after[n], exact_after[n], rtol=1e-3, atol=5e-3) for n in names
        ) and all(
            abs(one - other) <= 1e-2 * other
            for one, other in zip(losses, exact_losses, strict=True)
        ):
            return state, batch


def reference(state, batch, steps=1, dtype=torch.bfloat16, lr=0.1):
    """The losses and the state after steps in which the products have this dtype."""
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    optimizer = torch.optim.SGD(leaves.values(), lr=lr, momentum=0.5)
    losses = []
    for _ in range(steps):
        low = {name: leaf.to(dtype) for name, leaf in leaves.items()}
        hidden = F.linear(batch[0].to(dtype), low["first.weight"], low["first.bias"]).relu()
        outputs = F.linear(hidden, low["second.weight"], low["second.bias"])
        loss = F.mse_loss(outputs.float(), batch[1])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, {name: leaf.detach() for name, leaf in leaves.items()}


def assert_steps(seen, state, batch, steps=1):
    """The losses and the weights are those of training under autocast.

    A device may add in another order, and a bfloat16 number has eight bits: one part in 256 of
    each gradient, times the rate 0.1, and some of them. No step at all, or one too many, changes
    the weights by far more.
    """
    losses, after = reference(state, batch, steps)
    assert_close(seen["losses"], losses, "the list of losses", rtol=2e-2, atol=1e-3)
    assert_close(seen["state"], after, "the state", rtol=2e-3, atol=1e-2)


def test_on_the_device_of_the_caller(observe, draw):
    """The model is not on the device that the caller names, or the step is not done there.

    The device is the caller's choice: `torch.autocast` too takes its type from there. Code that
    names "cuda" outright runs on one kind of machine only.
    """
    for device in devices_of(observe):
        state, batch = draw_case(draw)
        seen = observe(step, state=state, batch=batch, device=device)
        assert_equal(seen["places"], [device], "the list of devices that the model is on")
        assert_equal(len(seen["model"]), 1, "the number of forward passes")
        assert_equal(seen["model"][0]["weight"][0], device, "the device of the forward pass")


def test_moves_inputs_and_labels(observe, draw):
    """The inputs or the labels are left behind on the CPU."""
    for device in devices_of(observe, cpu=False):
        state, batch = draw_case(draw)
        seen = observe(step, state=state, batch=batch, device=device)
        assert_equal(seen["model"][0]["inputs"][0], device, "the device of the inputs")
        assert_equal(seen["loss"][0]["targets"], device, "the device of the labels")


def test_forward_under_bfloat16_autocast(observe, draw):
    """The outputs are not computed under autocast to bfloat16.

    `torch.autocast` wants the device's type, and the dtype by name: the default for CUDA is
    float16. The inputs are given as they are.
    """
    for device in devices_of(observe):
        state, batch = draw_case(draw)
        model = observe(step, state=state, batch=batch, device=device)["model"][0]
        check(model["autocast"], f"Autocast is off for {kind_of(device)} in the forward pass.")
        assert_equal(model["output"], "torch.bfloat16", "the dtype of the outputs")
        assert_equal(model["inputs"][1], "torch.float32", "the dtype of the inputs")


def test_loss_under_autocast(observe, draw):
    """The loss is not computed under autocast.

    It gets bfloat16 outputs. Autocast sees to it that a loss is computed in float32; outside it
    everything is bfloat16, sums included.
    """
    for device in devices_of(observe):
        state, batch = draw_case(draw)
        loss = observe(step, state=state, batch=batch, device=device)["loss"]
        assert_equal(len(loss), 1, "the number of times that the loss is computed")
        assert_equal(loss[0]["autocast"], "torch.bfloat16", "what autocast turns numbers to there")


def test_parameters_stay_float32(observe, draw):
    """The parameters are converted.

    A bfloat16 number has eight bits for its digits: a small step is rounded away. Autocast makes
    bfloat16 copies where it needs them; `model.bfloat16()` gives up the digits for good.
    """
    for device in devices_of(observe):
        state, batch = draw_case(draw)
        seen = observe(step, state=state, batch=batch, device=device)
        assert_equal(seen["model"][0]["weight"][1], "torch.float32", "the weight's dtype meanwhile")
        assert_equal(seen["dtypes"], ["torch.float32"], "the list of dtypes of the parameters")


def test_one_step_of_training(observe, draw):
    """A call is not one step of training with the optimizer that was given.

    Forward, backward, step, once each. Train the model itself: the optimizer holds its parameters,
    and would not know those of a copy.
    """
    for device in devices_of(observe):
        state, batch = draw_case(draw)
        for steps in (1, 3):
            seen = observe(step, state=state, batch=batch, device=device, steps=steps)
            check(seen["same"], "The model's parameters are new objects.")
            assert_steps(seen, state, batch, steps)


def test_gradients_start_at_zero(observe, draw):
    """Gradients of an earlier step are added to the new ones.

    `backward` adds to what is there. Set the gradients to zero first.
    """
    state, batch = draw_case(draw)
    stale = draw.number(2, 3)
    for device in devices_of(observe)[:2]:
        seen = observe(step, state=state, batch=batch, device=device, stale=stale)
        assert_steps(seen, state, batch)


def test_gives_the_loss_as_a_float(observe, draw):
    """The result is not the loss as it was before the step, as a Python float."""
    for device in devices_of(observe)[:2]:
        state, batch = draw_case(draw)
        seen = observe(step, state=state, batch=batch, device=device, steps=2)
        check(seen["floats"], "The result is no Python float.")
        losses = reference(state, batch, 2)[0]
        assert_close(seen["losses"], losses, "the list of losses", rtol=2e-2, atol=1e-3)
