"""What a visible check was doing when it failed: the call of the learner's code, as text."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

MOST_LINES, MOST_COLUMNS = 5, 110


def call_of(function: Callable[..., Any], trace: TracebackType | None) -> list[str]:
    """The lines of the check that made what failed: the failing call, and what it needed.

    Gives nothing where the check's text is not at hand, and leaves long ones out.
    """
    code = function.__code__
    line = _line_in(trace, code)
    tree = _tree(code.co_filename)
    if line is None or tree is None:
        return []
    body = next(
        (
            node.body
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
            and node.name == code.co_name
            and node.lineno <= line <= (node.end_lineno or 0)
        ),
        [],
    )
    before = [node for node in _simple(body) if node.lineno <= line]
    if not before:
        return []
    theirs = _made_by_the_learner(before)
    shown = _subject(before.pop())
    wanted = _names(shown)
    lines = [] if isinstance(shown, ast.Name | ast.Constant) else [_text(shown)]
    for node in reversed(before):
        bound = _bound(node)
        if bound & wanted & theirs:
            lines.insert(0, _text(node))
            wanted = (wanted - bound) | _names(node)
    return [] if len(lines) > MOST_LINES else [text for text in lines if len(text) <= MOST_COLUMNS]


def _made_by_the_learner(statements: list[ast.stmt]) -> set[str]:
    """The names that hold what came from the learner's code, directly or not."""
    theirs = {"unit"}
    for node in statements:
        if _names(node) & theirs:
            theirs |= _bound(node)
    return theirs


def _line_in(trace: TracebackType | None, code: Any) -> int | None:
    line = None
    while trace is not None:
        if trace.tb_frame.f_code is code:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _tree(path: str) -> ast.Module | None:
    try:
        return ast.parse("".join(linecache.getlines(path)))
    except SyntaxError:
        return None


def _simple(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements in the order of the text, those inside of loops and branches too."""
    for node in body:
        inner = [getattr(node, name, []) for name in ("body", "orelse", "handlers", "finalbody")]
        if isinstance(node, ast.For):
            yield ast.copy_location(ast.Assign(targets=[node.target], value=node.iter), node)
        if not any(inner):
            yield node
        for part in inner:
            yield from _simple(part)


def _subject(node: ast.stmt) -> ast.expr | ast.stmt:
    """Of `assert_close(f(x), y, …)` the `f(x)`; of anything else, all of it."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        called = node.value.func
        if isinstance(called, ast.Name) and called.id in ("assert_close", "assert_equal", "check"):
            return node.value.args[0] if node.value.args else node.value
    return node.value if isinstance(node, ast.Expr) else node


def _names(node: ast.AST) -> set[str]:
    return {
        inner.id
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load)
    }


def _bound(node: ast.stmt) -> set[str]:
    return {
        inner.id
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
    }


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())
