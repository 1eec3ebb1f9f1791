"""The fused cells of LSTM and GRU, forward and backward.

For a device that is not the CPU, PyTorch's recurrent layers call one fused kernel a step, of which
no CPU version exists. These are the same equations on host memory: gates in PyTorch's order, the
workspace holds what the backward pass needs.
"""

import torch

from grader.devices import simulator
from grader.devices.relabel import device_view, host_view, working_on_host

_Optional = torch.Tensor | None


def register(library: torch.library.Library) -> None:
    """Register the cells' kernels for the device."""
    for name, kernel in {
        "_thnn_fused_lstm_cell": _lstm_cell,
        "_thnn_fused_lstm_cell_backward_impl": _lstm_cell_backward,
        "_thnn_fused_gru_cell": _gru_cell,
        "_thnn_fused_gru_cell_backward": _gru_cell_backward,
    }.items():
        library.impl(name, _on_host(kernel), simulator.KEY)


def _on_host(kernel):  # type: ignore[no-untyped-def]
    """Give a kernel host views of its tensors, and its results the device of the first one."""

    def run(*args):  # type: ignore[no-untyped-def]
        index = next(arg.device.index for arg in args if isinstance(arg, torch.Tensor))
        host = [host_view(arg) if isinstance(arg, torch.Tensor) else arg for arg in args]
        with working_on_host():
            results = kernel(*host)
            return tuple(None if each is None else device_view(each, index) for each in results)

    return run


def _lstm_cell(
    input_gates: torch.Tensor,
    hidden_gates: torch.Tensor,
    cell: torch.Tensor,
    input_bias: _Optional = None,
    hidden_bias: _Optional = None,
) -> tuple[torch.Tensor, ...]:
    """Returns the new hidden state, the new cell state and the gates (N, 4H)."""
    if input_bias is not None and hidden_bias is not None:
        input_gates, hidden_gates = input_gates + input_bias, hidden_gates + hidden_bias
    gates = (input_gates + hidden_gates).chunk(4, 1)
    i, f, o = gates[0].sigmoid(), gates[1].sigmoid(), gates[3].sigmoid()
    g = gates[2].tanh()
    new_cell = f * cell + i * g
    return o * new_cell.tanh(), new_cell, torch.cat([i, f, g, o], 1)


def _lstm_cell_backward(
    grad_hidden: _Optional,
    grad_cell: _Optional,
    cell: torch.Tensor,
    new_cell: torch.Tensor,
    workspace: torch.Tensor,
    has_bias: bool,
) -> tuple[_Optional, ...]:
    """Returns the gradients of the gates (N, 4H), of the cell state and of a bias."""
    i, f, g, o = workspace.chunk(4, 1)
    squashed = new_cell.tanh()
    if grad_hidden is None:
        grad_hidden = torch.zeros_like(new_cell)
    flow = grad_hidden * o * (1 - squashed**2)
    if grad_cell is not None:
        flow = flow + grad_cell
    grad_gates = torch.cat(
        [
            flow * g * i * (1 - i),
            flow * cell * f * (1 - f),
            flow * i * (1 - g**2),
            grad_hidden * squashed * o * (1 - o),
        ],
        1,
    )
    grad_bias = grad_gates.sum(0) if has_bias else grad_gates.new_empty(0)
    return grad_gates, flow * f, grad_bias


def _gru_cell(
    input_gates: torch.Tensor,
    hidden_gates: torch.Tensor,
    hidden: torch.Tensor,
    input_bias: _Optional = None,
    hidden_bias: _Optional = None,
) -> tuple[torch.Tensor, ...]:
    """Returns the new hidden state and the workspace (N, 5H)."""
    if input_bias is not None and hidden_bias is not None:
        input_gates, hidden_gates = input_gates + input_bias, hidden_gates + hidden_bias
    input_r, input_z, input_n = input_gates.chunk(3, 1)
    hidden_r, hidden_z, hidden_n = hidden_gates.chunk(3, 1)
    r, z = (input_r + hidden_r).sigmoid(), (input_z + hidden_z).sigmoid()
    n = (input_n + r * hidden_n).tanh()
    return n + z * (hidden - n), torch.cat([r, z, n, hidden, hidden_n], 1)


def _gru_cell_backward(
    grad: torch.Tensor, workspace: torch.Tensor, has_bias: bool
) -> tuple[_Optional, ...]:
    """Returns the gradients of input gates, hidden gates, hidden state and the two biases."""
    r, z, n, hidden, hidden_n = workspace.chunk(5, 1)
    grad_n = grad * (1 - z) * (1 - n**2)
    grad_z = grad * (hidden - n) * z * (1 - z)
    grad_r = grad_n * hidden_n * r * (1 - r)
    grad_input = torch.cat([grad_r, grad_z, grad_n], 1)
    grad_hidden = torch.cat([grad_r, grad_z, grad_n * r], 1)
    biases = (grad_input.sum(0), grad_hidden.sum(0)) if has_bias else (None, None)
    return grad_input, grad_hidden, grad * z, *biases
