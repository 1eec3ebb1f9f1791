"""Puts measured figures into benchmarks/README.md, each set between marks of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).with_name("README.md")


def write_section(name: str, text: str, page: Path = PAGE) -> None:
    """Replace a section, or add it at the end; the others stay."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    whole = page.read_text(encoding="utf-8") if page.exists() else "# Measurements\n"
    section = f"{begin}\n{text.strip()}\n{end}"
    before, found, rest = whole.partition(begin)
    if found:
        whole = before + section + rest.partition(end)[2]
    else:
        whole = f"{whole.rstrip()}\n\n{section}\n"
    page.write_text(whole, encoding="utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
