"""Lets `import torchvision` work beside a torch that its compiled operators do not load with.

A CPU build of torch and a CUDA build of torchvision are a common pair on laptops and in CI. Its
transforms, data sets and models are pure Python and run all the same, once the two operators
that its import looks up are declared. Where the compiled operators load, nothing is changed.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

# Name and signature as torchvision's own C++ declares them.
OPERATORS = {
    "nms": "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms": "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
}

_libraries: list[Any] = []  # an operator lives as long as the library object that declared it


class _Finder:
    """Looks at the operators when torchvision is first imported, then steps aside."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != "torchvision":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec and spec.origin and not _loads(Path(spec.origin).parent):
            _declare()
        return spec


def mend_on_import() -> None:
    """Arrange for the mend at torchvision's first import; costs nothing until then."""
    if "torchvision" not in sys.modules and not any(isinstance(f, _Finder) for f in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def _loads(package: Path) -> bool:
    import torch

    for compiled in [*package.glob("_C.so"), *package.glob("_C.pyd"), *package.glob("_C.*.so")]:
        try:
            torch.ops.load_library(str(compiled))
        except OSError:
            return False
        return True
    return False


def _declare() -> None:
    import torch

    library = torch.library.Library("torchvision", "DEF")
    for name, signature in OPERATORS.items():
        library.define(name + signature)
    _libraries.append(library)
