"""Automatic mixed precision: the lists of operations by which CUDA's autocast casts.

PyTorch has such lists for its own devices only and leaves a backend's tensors alone, so each
operation's kernel under autocast is registered here. The lists are those of
ATen/autocast_mode.h, which comes with every torch; a test compares the two, list by list.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from grader.devices import simulator
from grader.devices.signatures import operator

KEY = f"Autocast{simulator.KEY}"


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Matrix products and convolutions: fast and accurate enough in the lower precision.
LOWER_PRECISION = _names("""
    _convolution _convolution.deprecated _scaled_dot_product_flash_attention _thnn_fused_gru_cell
    _thnn_fused_lstm_cell addbmm addmm addmv addr baddbmm bmm chain_matmul conv1d conv2d conv3d
    conv_tbc conv_transpose1d conv_transpose2d.input conv_transpose3d.input convolution
    cudnn_convolution cudnn_convolution_transpose einsum gru_cell linalg_multi_dot linalg_vecdot
    linear lstm_cell matmul mm mv prelu rnn_relu_cell rnn_tanh_cell scaled_dot_product_attention
""")

# cuDNN runs whole recurrent layers on CUDA and casts them; here the layer's own operation does.
WHOLE_LAYERS = _names("""
    gru.data gru.input lstm.data lstm.input rnn_relu.data rnn_relu.input rnn_tanh.data
    rnn_tanh.input
""")

# Losses, normalisation and what overflows or loses digits.
FLOAT32 = _names("""
    _upsample_bicubic2d_aa _upsample_bilinear2d_aa _upsample_nearest_exact1d
    _upsample_nearest_exact2d _upsample_nearest_exact3d acos asin binary_cross_entropy_with_logits
    cdist cosh cosine_embedding_loss cosine_similarity dist erfinv exp expm1 frobenius_norm.dim
    group_norm hinge_embedding_loss huber_loss kl_div l1_loss layer_norm log log10 log1p log2
    logsumexp margin_ranking_loss mse_loss multi_margin_loss multilabel_margin_loss
    native_layer_norm nll_loss nll_loss2d nuclear_norm nuclear_norm.dim pdist poisson_nll_loss
    pow.Scalar pow.Tensor_Scalar pow.Tensor_Tensor reciprocal renorm rsqrt sinh smooth_l1_loss
    soft_margin_loss softplus tan triplet_margin_loss upsample_bicubic2d upsample_bilinear2d
    upsample_linear1d upsample_nearest1d upsample_nearest2d upsample_nearest3d
    upsample_trilinear3d rms_norm norm.Scalar norm.ScalarOpt_dim
""")

# Sums and their like: float32 results, unless the caller names a dtype.
FLOAT32_RESULT = _names("""
    cumprod cumsum linalg_matrix_norm linalg_matrix_norm.str_ord linalg_vector_norm
    log_softmax.int prod prod.dim_int softmax.int sum sum.dim_IntList
""")

# Several tensors: the widest of their types.
WIDEST = _names("""
    addcdiv addcmul atan2 bilinear cross dot grid_sampler index_put scatter_add tensordot vdot
""")

# Unsafe in the lower precision whatever is done to the inputs.
BANNED = _names("binary_cross_entropy")

Cast = Callable[[torch._ops.OpOverload, Sequence[Any], dict[str, Any]], tuple[Any, Any]]


def register(library: torch.library.Library, fallbacks: torch.library.Library) -> None:
    """Register a kernel for each operation of the lists, and pass every other one through."""
    fallbacks.fallback(torch.library.fallthrough_kernel, KEY)
    for names, cast in (
        (LOWER_PRECISION + WHOLE_LAYERS, _lower),
        (FLOAT32, _to_float32),
        (FLOAT32_RESULT, _float32_result),
        (WIDEST, _to_widest),
        (BANNED, _ban),
    ):
        for name in names:
            library.impl(name, _casting(operator(name), cast), KEY)


def _casting(op: torch._ops.OpOverload, cast: Cast) -> Callable[..., Any]:
    autocast = torch._C.DispatchKeySet(getattr(torch._C.DispatchKey, KEY))

    def kernel(*args: Any, **kwargs: Any) -> Any:
        # Off while the operation runs: casts inside it must not be cast again.
        with torch._C._ExcludeDispatchKeyGuard(autocast):
            new_args, new_kwargs = cast(op, args, kwargs)
            return op(*new_args, **new_kwargs)

    return kernel


def _lower(op: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Any, Any]:
    return _cast_all(args, kwargs, torch.get_autocast_dtype(simulator.NAME))


def _to_float32(op: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Any, Any]:
    return _cast_all(args, kwargs, torch.float32)


def _float32_result(op: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Any, Any]:
    names = [argument.name for argument in op._schema.arguments]
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    if _castable(args[0]) and given.get("dtype") is None:
        given["dtype"] = torch.float32
    return (), given


def _to_widest(op: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Any, Any]:
    found = [each.dtype for each in _flatten([args, kwargs]) if _castable(each)]
    widest = torch.float32 if torch.float32 in found else torch.get_autocast_dtype(simulator.NAME)
    return _cast_all(args, kwargs, widest)


def _ban(op: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Any, Any]:
    raise RuntimeError(
        "torch.nn.functional.binary_cross_entropy and torch.nn.BCELoss are unsafe to autocast. "
        "Many models use a sigmoid layer right before the binary cross entropy layer: combine "
        "the two with binary_cross_entropy_with_logits or torch.nn.BCEWithLogitsLoss, which are "
        "safe to autocast."
    )


def _cast_all(
    args: Sequence[Any], kwargs: dict[str, Any], dtype: torch.dtype
) -> tuple[list[Any], dict[str, Any]]:
    return (
        [_cast(value, dtype) for value in args],
        {name: _cast(value, dtype) for name, value in kwargs.items()},
    )


def _cast(value: Any, dtype: torch.dtype) -> Any:
    if _castable(value):
        return value.to(dtype)
    if isinstance(value, (list, tuple)):
        return type(value)(_cast(item, dtype) for item in value)
    return value


def _castable(value: Any) -> bool:
    """Autocast leaves other devices, integers and float64 alone."""
    return (
        isinstance(value, torch.Tensor)
        and value.device.type == simulator.NAME
        and value.is_floating_point()
        and value.dtype is not torch.float64
    )


def _flatten(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in _flatten(item)]
    return [value]
