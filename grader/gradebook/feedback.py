"""The autograded notebook: the learner's work, and under each check what the verdict says.

nbgrader's feedback and formgrader show it. What a learner wrote is shown as text and pictures
only; hidden tests are named and explained, their code never shown.
"""

from __future__ import annotations

import json
from typing import Any

import jinja2

from grader.grading.kit import Kit
from grader.grading.sanitise import Prepared
from grader.grading.verdict import Graded, Verdict

_PAGE = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """\
<div style="border-left: 4px solid {{ '#2a7d4f' if full else '#b3541e' }}; padding-left: 1em">
<p><b>{{ verdict.exercise }}</b>: {{ '%g' % verdict.points }} of {{ '%g' % verdict.max_points }} \
points{{ ' (' ~ verdict.status ~ ')' if verdict.status != 'graded' }}</p>
{% if verdict.note %}
<p>{{ verdict.note }}</p>
{% endif %}
{% if verdict.tests %}
<table>
{% for test in verdict.tests %}
<tr><td style="vertical-align: top">{{ 'passed' if test.passed else 'failed' }}\
</td><td style="text-align: left"><b>{{ test.name.removeprefix('test_').replace('_', ' ') }}</b>
{% if not test.passed %}
<pre style="white-space: pre-wrap">{{ test.message }}</pre>
{% endif %}
</td></tr>
{% endfor %}
</table>
{% endif %}
</div>
"""
)

UNSAFE = "Graded without a sandbox (--unsafe): the code could reach the grader's own files."


def verdict_html(verdict: Verdict) -> str:
    """A verdict as a small table; every text in it is escaped."""
    return _PAGE.render(verdict=verdict, full=verdict.points == verdict.max_points)


def verdict_text(verdict: Verdict) -> str:
    """The same as plain text."""
    lines = [f"{verdict.exercise}: {verdict.points:g} of {verdict.max_points:g} points"]
    if verdict.status != "graded":
        lines[0] += f" ({verdict.status})"
    if verdict.note:
        lines.append(verdict.note)
    for test in verdict.tests:
        name = test.name.removeprefix("test_").replace("_", " ")
        lines.append(f"{'passed' if test.passed else 'failed'}: {name}")
        if not test.passed:
            lines += [f"    {line}" for line in test.message.splitlines()]
    return "\n".join(lines)


def autograded(kit: Kit, prepared: Prepared, graded: Graded) -> str:
    """The autograded notebook as JSON text."""
    verdicts = {verdict.exercise.replace("_", "-"): verdict for verdict in graded.verdicts}
    cells = _preface(kit, prepared, graded)
    for cell in prepared.notebook["cells"]:
        shown = dict(cell)
        if cell["cell_type"] == "code":
            verdict = verdicts.get(cell["id"])
            outputs = (graded.outputs or {}).get(cell["id"], [])
            shown["outputs"] = [_verdict_output(verdict)] if verdict else outputs
        cells.append(shown)
    notebook = {**prepared.notebook, "cells": cells}
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _verdict_output(verdict: Verdict) -> dict[str, Any]:
    data = {"text/html": verdict_html(verdict), "text/plain": verdict_text(verdict)}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def _preface(kit: Kit, prepared: Prepared, graded: Graded) -> list[dict[str, Any]]:
    """What stands above the notebook: what was put right, and the module that was handed in."""
    said = [UNSAFE] if graded.tier == "unsafe" else []
    said += [f"{line}." if line[-1:] != "." else line for line in graded.repairs]
    cells = []
    if said:
        items = "".join(f"<li>{jinja2.filters.escape(line)}</li>" for line in said)
        cells.append(_markdown("preface-repairs", f"<b>Before grading:</b><ul>{items}</ul>"))
    if kit.unit.form == "module" and prepared.text:
        cells.append(_markdown("preface-module", f"`{kit.unit.stem}.py` as you handed it in:"))
        printed = {"output_type": "stream", "name": "stdout", "text": graded.printed}
        cells.append(
            {
                "cell_type": "code",
                "execution_count": None,
                "id": "preface-code",
                "metadata": {},
                "outputs": [printed] if graded.printed else [],
                "source": prepared.text.splitlines(keepends=True),
            }
        )
    return cells


def _markdown(cell_id: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": [text]}
