"""Gradients."""

# Written as learners write: without types, and sure that there is a gradient where one was made.
# mypy: ignore-errors

import torch
from torch.utils.checkpoint import checkpoint

from grader.devices.agreement.snippet import snippet
from grader.devices.agreement.snippets.tensors import numbers


@snippet()
def gradient_of_a_chain(device):
    """The gradient of a small network, by hand-made parameters."""
    x = numbers(4, 5).to(device).requires_grad_()
    w = numbers(5, 5, seed=1).to(device).requires_grad_()
    y = torch.tanh(x @ w).softmax(1).log().exp().sigmoid()
    (y**2).sum().backward()
    return [x.grad.tolist(), w.grad.tolist(), w.grad.device == torch.device(device)]


@snippet()
def gradient_through_a_move(device):
    """The gradient of a leaf on the CPU comes back to the CPU."""
    x = torch.ones(3, requires_grad=True)
    y = (x.to(device) * 2).pow(3)
    (y.cpu().sum() * 2).backward()
    return [x.grad.tolist(), x.grad.device.type]


@snippet(gives=[False, None, True])
def a_moved_leaf_is_none(device):
    """`to` gives a result of an operation: the gradient stays with the tensor it came from."""
    x = torch.ones(2, requires_grad=True)
    y = x.to(device)
    y.sum().backward()
    grad = y.grad if y.is_leaf else None
    return [y.is_leaf, None if grad is None else grad.tolist(), x.grad is not None]


@snippet()
def gradients_add_up(device):
    """A second backward pass adds, zeroing starts again."""
    w = torch.ones(2, device=device, requires_grad=True)
    (w * 2).sum().backward()
    (w * 3).sum().backward()
    before = w.grad.tolist()
    w.grad.zero_()
    (w * 4).sum().backward()
    return [before, w.grad.tolist()]


@snippet()
def without_gradients(device):
    """no_grad, inference_mode and detach."""
    w = torch.ones(2, device=device, requires_grad=True)
    with torch.no_grad():
        a = w * 2
    with torch.inference_mode():
        b = w * 2
    return [a.requires_grad, b.requires_grad, b.is_inference(), (w * 2).detach().requires_grad]


@snippet()
def gradient_of_a_gradient(device):
    """create_graph lets a gradient be differentiated again."""
    x = torch.tensor([1.0, 2.0], device=device, requires_grad=True)
    (first,) = torch.autograd.grad(x.pow(3).sum(), x, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), x)
    return [first.tolist(), second.tolist()]


@snippet()
def hooks(device):
    """Tensor hooks and retain_grad see the gradients on the device."""
    x = torch.ones(2, device=device, requires_grad=True)
    seen = []
    y = x * 2
    y.retain_grad()
    y.register_hook(lambda grad: seen.append(grad.tolist()))
    y.pow(2).sum().backward()
    return [seen, y.grad.tolist(), x.grad.tolist()]


@snippet()
def a_function_of_ones_own(device):
    """A torch.autograd.Function with saved tensors."""

    class Cube(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x**3

        @staticmethod
        def backward(ctx, grad):
            (x,) = ctx.saved_tensors
            return grad * 3 * x**2

    x = torch.tensor([1.0, 2.0], device=device, requires_grad=True)
    Cube.apply(x).sum().backward()
    return x.grad.tolist()


@snippet()
def checkpointed(device):
    """Checkpointing computes the forward pass again and gives the same gradient."""
    x = numbers(3, 3).to(device).requires_grad_()
    checkpoint(torch.sin, x * 2, use_reentrant=False).sum().backward()
    return x.grad.tolist()


@snippet(raises="changed in place", on_cpu=True)
def changed_before_its_backward(device):
    """A tensor that the backward pass needs must not be changed in place."""
    x = torch.ones(2, device=device, requires_grad=True)
    y = x.exp()
    y.add_(1)
    y.sum().backward()


@snippet(raises="no scalar", on_cpu=True)
def backward_of_no_scalar(device):
    """backward() without arguments is for scalars."""
    (torch.ones(2, device=device, requires_grad=True) * 2).backward()


@snippet()
def function_transforms(device):
    """torch.func: grad, vmap and jacobian."""
    x = torch.tensor([0.5, 1.0], device=device)
    return [
        torch.func.grad(lambda v: v.sin().sum())(x).tolist(),
        torch.func.vmap(lambda v: v * 2)(x).tolist(),
        torch.func.jacrev(lambda v: v**2)(x).tolist(),
    ]


@snippet()
def zero_gradients(device):
    """Where a function is flat, the gradient is zeros on the device, not nothing."""
    x = torch.tensor([1.5, -2.0], device=device, requires_grad=True)
    (x.sign() + x.round() + x.detach()).sum().backward()
    return [x.grad.tolist(), x.grad.device == torch.device(device)]
