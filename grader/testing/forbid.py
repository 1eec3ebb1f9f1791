"""What an exercise forbids, looked for in the handed-in source, aliases followed.

The source is read, never run. A name is followed through imports and assignments to the PyTorch
object that it stands for, so `from torch.nn import Sequential as S`, `Base = nn.Sequential` and
`nn.modules.container.Sequential` are all found. A source can still hide a name (exec, getattr on
a built string); an exercise's tests look at behaviour as well.
"""

from __future__ import annotations

import ast
import importlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grader.testing.compare import CheckFailed

ROOTS = ("torch", "torchvision", "numpy")
MAX_SOURCE = 500_000


@dataclass(frozen=True)
class Source:
    """What a learner handed in for a unit, as text, and the object that is being tested."""

    text: str
    object: str


def forbid(source: Source, *names: str) -> None:
    """Fail where the tested object, or a helper of its, uses one of the named library objects.

    Args:
        source: the test's `source` fixture.
        names: dotted, as the statement spells them: "torch.nn.Sequential".

    Raises:
        CheckFailed: showing the line, and what it names.
    """
    forbidden = {name: _resolve(name) for name in names}
    unknown = [name for name, thing in forbidden.items() if thing is None]
    if unknown:
        raise ValueError(f"forbid: no such object: {', '.join(unknown)}")
    tree = _parse(source.text)
    meanings = _meanings(tree)
    for node in _reached(tree, source.object):
        for line, dotted in _uses(node, meanings):
            found = _resolve(dotted)
            for name, thing in forbidden.items():
                if found is thing:
                    code = source.text.splitlines()[line - 1].strip()
                    raise CheckFailed(f"`{code}` uses {name}, which this exercise forbids.")


def _parse(text: str) -> ast.Module:
    if len(text) > MAX_SOURCE:
        raise CheckFailed("The source is too long to be read.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise CheckFailed("The source is not valid Python.") from None


def _reached(tree: ast.Module, name: str) -> list[ast.stmt]:
    """The top-level statements that define `name`, and those that they draw on, in turn."""
    defines: dict[str, list[ast.stmt]] = {}
    for statement in tree.body:
        for bound in _bound(statement):
            defines.setdefault(bound, []).append(statement)
    reached, waiting, seen = [], [name], {name}
    while waiting:
        wanted = waiting.pop()
        for statement in defines.get(wanted, []):
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                reached.append(_import_of(wanted, statement))
                continue
            reached.append(statement)
            used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            waiting += sorted(used - seen)
            seen |= used
    return reached


def _import_of(name: str, statement: ast.Import | ast.ImportFrom) -> ast.stmt:
    """The statement without what it imports under other names: nobody has to use all of it."""
    names = [alias for alias in statement.names if name in _bound(alias)]
    if isinstance(statement, ast.Import):
        return ast.copy_location(ast.Import(names), statement)
    return ast.copy_location(ast.ImportFrom(statement.module, names, statement.level), statement)


def _bound(node: ast.AST) -> set[str]:
    """The names of the module's own scope that a statement gives a meaning to, or changes.

    What a function or a class binds inside itself (`self`, `x`) links nothing: every exercise has
    such names.
    """
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        inside = [name for n in ast.walk(node) if isinstance(n, ast.Global) for name in n.names]
        return {node.name, *inside}
    bound: set[str] = set()
    if isinstance(node, ast.alias):
        bound.add((node.asname or node.name).split(".")[0])
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        bound.add(node.id)
    elif isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        # `MySequential.forward = ...` and `setattr(MySequential, ...)`
        bound |= {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    for child in ast.iter_child_nodes(node):
        bound |= _bound(child)
    return bound


def _uses(statement: ast.stmt, meanings: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Each (line, dotted library name) that the statement makes use of."""
    for node in ast.walk(statement):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, f"{node.module or ''}.{alias.name}"
        elif isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
            dotted = _dotted(node, meanings)
            if dotted:
                yield node.lineno, dotted


def _meanings(tree: ast.AST) -> dict[str, str]:
    """What each name of the source stands for, in dotted form; a later meaning wins."""
    names: dict[str, str] = {}
    # Twice: an alias of an alias may stand before the first is known.
    for _ in range(2):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.name.split(".")[0]
                    names[alias.asname or top] = alias.name if alias.asname else top
            elif isinstance(node, ast.ImportFrom) and not node.level:
                for alias in node.names:
                    if alias.name == "*":
                        for public in _public(node.module or ""):
                            names.setdefault(public, f"{node.module}.{public}")
                    else:
                        names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            elif isinstance(node, ast.Assign):
                dotted = _dotted(node.value, names)
                for target in node.targets:
                    if dotted and isinstance(target, ast.Name):
                        names[target.id] = dotted
    return names


def _dotted(node: ast.AST, names: dict[str, str]) -> str:
    """The dotted library name that an expression stands for, or ""."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value, names)
        return f"{base}.{node.attr}" if base else ""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "getattr"
        and len(node.args) >= 2
        and isinstance(node.args[1], ast.Constant)
        and isinstance(node.args[1].value, str)
    ):
        base = _dotted(node.args[0], names)
        return f"{base}.{node.args[1].value}" if base else ""
    return ""


def _public(module: str) -> list[str]:
    found = _resolve(module)
    return [name for name in dir(found) if not name.startswith("_")] if found is not None else []


def _resolve(dotted: str) -> Any:
    """The library object of that name, or None. Only known libraries are ever imported."""
    root, *path = dotted.split(".")
    if root not in ROOTS:
        return None
    found: Any = importlib.import_module(root)
    for part in path:
        found = getattr(found, part, None)
    return found
