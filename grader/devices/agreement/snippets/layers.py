"""Layers and losses, forward and backward, and modules that move."""

# Written as learners write: without types, and sure that there is a gradient where one was made.
# mypy: ignore-errors

import copy

import torch
import torch.nn.functional as F  # noqa: N812 - as everybody writes it
from torch import nn

from grader.devices.agreement.snippet import snippet
from grader.devices.agreement.snippets.tensors import numbers


def trained_once(module, *inputs, device):
    """Output and gradients of a module that was made on the CPU and moved, and its inputs too."""
    module.to(device)
    output = module(*[x.to(device) for x in inputs])
    if isinstance(output, tuple):
        output = output[0]
    output.pow(2).mean().backward()
    grads = [p.grad.flatten()[:6].tolist() for p in module.parameters()]
    return [output.flatten()[:20].tolist(), grads]


@snippet()
def a_module_moves_in_place(device):
    """`net.to` returns the module itself, and its parameters stay the same objects."""
    net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
    before = [id(p) for p in net.parameters()]
    same = net.to(device) is net
    return [
        same,
        before == [id(p) for p in net.parameters()],
        all(p.device == torch.device(device) for p in net.parameters()),
        all(p.is_leaf and isinstance(p, nn.Parameter) for p in net.parameters()),
    ]


@snippet()
def a_module_moves_after_its_backward(device):
    """Gradients move along with their parameters."""
    net = nn.Linear(2, 1)
    loss = net(torch.ones(1, 2)).sum()
    loss.backward()
    net.to(device)
    net(torch.ones(1, 2, device=device)).sum().backward()
    return [net.weight.grad.tolist(), net.weight.grad.device == torch.device(device)]


@snippet()
def buffers_move(device):
    """Registered buffers move with the module; the state_dict holds them."""
    net = nn.BatchNorm1d(2).to(device)
    net(torch.tensor([[0.0, 1.0], [2.0, 5.0]], device=device))
    state = net.state_dict()
    return [
        all(value.device == torch.device(device) for value in state.values()),
        {name: value.tolist() for name, value in state.items()},
    ]


@snippet()
def tied_weights_stay_tied(device):
    """One parameter in two places is one parameter after the move."""
    first, second = nn.Linear(3, 3), nn.Linear(3, 3)
    second.weight = first.weight
    net = nn.Sequential(first, second).to(device)
    return [net[0].weight is net[1].weight, len(list(net.parameters()))]


@snippet()
def a_module_copied(device):
    """deepcopy gives other parameters with the same values on the same device."""
    net = nn.Linear(2, 2).to(device)
    twin = copy.deepcopy(net)
    return [
        twin.weight is not net.weight,
        torch.equal(twin.weight, net.weight),
        twin.weight.device == net.weight.device,
    ]


@snippet()
def a_state_dict_from_elsewhere(device):
    """load_state_dict copies values over; every parameter stays on its own device."""
    here, there = nn.Linear(2, 2), nn.Linear(2, 2).to(device)
    there.load_state_dict(here.state_dict())
    equal = torch.equal(there.weight.cpu(), here.weight)
    here.load_state_dict(there.state_dict())
    return [equal, there.weight.device == torch.device(device), here.weight.device.type]


@snippet()
def linear(device):
    """Two linear layers."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 2))
    return trained_once(net, numbers(3, 4), device=device)


@snippet()
def convolutions(device):
    """Convolution, batch norm, pooling, transposed and grouped convolution."""
    torch.manual_seed(0)
    net = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(4, 4, 3, groups=2),
        nn.ConvTranspose2d(4, 2, 2, stride=2),
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(8, 3),
    )
    return trained_once(net, numbers(2, 1, 8, 8), device=device)


@snippet()
def convolution_of_a_series(device):
    """Conv1d with dilation, and average pooling."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Conv1d(2, 3, 3, dilation=2, padding="same"), nn.GELU(), nn.AvgPool1d(2))
    return trained_once(net, numbers(2, 2, 8), device=device)


@snippet()
def normalisation(device):
    """Layer, group, instance and RMS norm."""
    torch.manual_seed(0)
    net = nn.Sequential(
        nn.GroupNorm(2, 4), nn.InstanceNorm1d(4, affine=True), nn.LayerNorm(6), nn.RMSNorm(6)
    )
    return trained_once(net, numbers(3, 4, 6), device=device)


@snippet()
def embeddings(device):
    """Embedding with padding, and EmbeddingBag."""
    torch.manual_seed(0)
    words = torch.tensor([[1, 2, 0], [4, 5, 0]])
    plain = trained_once(nn.Embedding(10, 4, padding_idx=0), words, device=device)
    return [plain, trained_once(nn.EmbeddingBag(10, 4, mode="mean"), words, device=device)]


@snippet()
def lstm(device):
    """LSTM, two layers, both directions."""
    torch.manual_seed(0)
    net = nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True)
    return trained_once(net, numbers(2, 5, 3), device=device)


@snippet()
def gru(device):
    """GRU, with and without biases."""
    torch.manual_seed(0)
    net, bare = nn.GRU(3, 4), nn.GRU(3, 4, bias=False)
    x = numbers(5, 2, 3)
    return [trained_once(net, x, device=device), trained_once(bare, x, device=device)]


@snippet()
def rnn_and_cells(device):
    """RNN and the single cells."""
    torch.manual_seed(0)
    x = numbers(2, 3)
    return [
        trained_once(nn.RNN(3, 4, nonlinearity="relu"), x[None], device=device),
        trained_once(nn.LSTMCell(3, 4), x, device=device),
        trained_once(nn.GRUCell(3, 4), x, device=device),
    ]


@snippet()
def packed_sequences(device):
    """Sequences of several lengths, whose lengths stay on the CPU."""
    torch.manual_seed(0)
    net = nn.LSTM(3, 4, batch_first=True).to(device)
    x = numbers(3, 5, 3).to(device)
    packed = nn.utils.rnn.pack_padded_sequence(
        x, torch.tensor([2, 5, 3]), batch_first=True, enforce_sorted=False
    )
    output, (hidden, _) = net(packed)
    padded, lengths = nn.utils.rnn.pad_packed_sequence(output, batch_first=True)
    hidden.sum().backward()
    return [padded.tolist(), lengths.tolist(), net.weight_hh_l0.grad.flatten()[:6].tolist()]


@snippet()
def attention(device):
    """Multi-head attention and scaled dot-product attention with a causal mask."""
    torch.manual_seed(0)
    net = nn.MultiheadAttention(4, 2, batch_first=True).to(device)
    x = numbers(2, 3, 4).to(device)
    output, weights = net(x, x, x)
    causal = F.scaled_dot_product_attention(x, x, x, is_causal=True)
    return [output.tolist(), weights.tolist(), causal.tolist()]


@snippet()
def transformer(device):
    """An encoder of two layers, in training without dropout and in evaluation."""
    torch.manual_seed(0)
    layer = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
    net = nn.TransformerEncoder(layer, 2).to(device)
    x = numbers(2, 3, 8).to(device)
    training = net(x).tolist()
    with torch.no_grad():
        return [training, net.eval()(x).tolist()]


@snippet()
def losses(device):
    """The common losses and the gradients that they give."""
    results = []
    for loss, shape, target in (
        (nn.CrossEntropyLoss(label_smoothing=0.1), (4, 3), torch.tensor([0, 2, 1, 1])),
        (nn.CrossEntropyLoss(ignore_index=1), (4, 3), torch.tensor([0, 2, 1, 1])),
        (nn.NLLLoss(), (4, 3), torch.tensor([0, 2, 1, 1])),
        (nn.BCEWithLogitsLoss(), (4,), torch.tensor([0.0, 1.0, 1.0, 0.0])),
        (nn.MSELoss(reduction="sum"), (4,), torch.tensor([0.0, 1.0, 1.0, 0.0])),
        (nn.L1Loss(), (4,), torch.tensor([0.0, 1.0, 1.0, 0.0])),
        (nn.SmoothL1Loss(), (4,), torch.tensor([0.0, 1.0, 1.0, 0.0])),
        (nn.HuberLoss(), (4,), torch.tensor([0.0, 1.0, 1.0, 0.0])),
        (nn.KLDivLoss(reduction="batchmean"), (2, 2), torch.full((2, 2), 0.5)),
    ):
        x = numbers(*shape).to(device).requires_grad_()
        value = loss(x, target.to(device))
        value.backward()
        results.append([value.item(), x.grad.tolist()])
    return results


@snippet()
def activations(device):
    """The common activations and their slopes."""
    results = []
    for function in (
        F.relu,
        F.leaky_relu,
        F.elu,
        F.gelu,
        F.silu,
        F.mish,
        F.softplus,
        F.hardswish,
        F.logsigmoid,
        torch.sigmoid,
        torch.tanh,
    ):
        x = numbers(5).to(device).requires_grad_()
        y = function(x)
        y.sum().backward()
        results.append([y.tolist(), x.grad.tolist()])
    return results


@snippet()
def resizing(device):
    """Interpolation, padding, unfolding, pixel shuffling."""
    x = numbers(1, 4, 4, 4).to(device)
    return [
        F.interpolate(x, scale_factor=2, mode="bilinear").flatten()[:10].tolist(),
        F.interpolate(x, size=3).flatten()[:10].tolist(),
        F.pad(x, (1, 1, 1, 1), mode="reflect").flatten()[:10].tolist(),
        F.unfold(x, 2).flatten()[:10].tolist(),
        F.pixel_shuffle(x, 2).flatten()[:10].tolist(),
        F.one_hot(torch.tensor([0, 2], device=device), 3).tolist(),
    ]


@snippet()
def dropout(device):
    """Dropout keeps about what it should, scales it, and does nothing in evaluation."""
    x = torch.ones(10_000, device=device)
    layer = nn.Dropout(0.25)
    y = layer(x)
    kept = (y != 0).float().mean().item()
    return [abs(kept - 0.75) < 0.02, sorted(set(y.tolist())), torch.equal(layer.eval()(x), x)]


@snippet()
def a_module_in_bfloat16(device):
    """Device and type in one move."""
    torch.manual_seed(0)
    net = nn.Linear(4, 2).to(device, torch.bfloat16)
    output = net(numbers(3, 4).to(device, torch.bfloat16))
    return [str(output.dtype), output.device == torch.device(device)]


@snippet()
def module_hooks(device):
    """Forward hooks see the tensors of the device."""
    seen = []
    net = nn.Linear(2, 2).to(device)
    net.register_forward_hook(
        lambda module, inputs, output: seen.append(output.device == torch.device(device))
    )
    net(torch.ones(1, 2, device=device))
    return seen


@snippet()
def initialised_in_place(device):
    """torch.nn.init on parameters of the device."""
    net = nn.Linear(100, 100).to(device)
    nn.init.xavier_uniform_(net.weight)
    nn.init.constant_(net.bias, 0.5)
    bound = (6 / 200) ** 0.5
    return [
        net.weight.abs().max().item() <= bound,
        abs(net.weight.std().item() - bound / 3**0.5) < 0.005,
        net.bias.sum().item(),
    ]
