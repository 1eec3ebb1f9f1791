"""Hostile submissions: each earns at most what its honest code earns, and leaks nothing.

What they try, and what they must get, stands in `code/` and in `handed_in.py`; `catalogue.py` says
how to read it. All are graded together, with honest code among them, on every ground that there
is: by root and by an ordinary user, in each tier.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import nbformat
import pytest
from attacks.catalogue import BROKEN, GOT_THROUGH, POINTS, Entry, attacks, honest
from attacks.grounds import Battle
from nbconvert import HTMLExporter

ATTACKS, HONEST = attacks(), honest()
LIVELY = ("active_content", "live_markdown", "script_in_markdown", "script_tags")


def statuses(result: dict[str, Any]) -> str:
    return ", ".join(sorted({verdict["status"] for verdict in result["graded"]["verdicts"]}))


def told(result: dict[str, Any]) -> str:
    """What a learner reads of it."""
    verdicts = result["graded"]["verdicts"]
    messages = [test["message"] for verdict in verdicts for test in verdict["tests"]]
    notes = [verdict["note"] for verdict in verdicts]
    return "\n".join([*messages, *notes, *result["graded"]["repairs"]])


def printed(result: dict[str, Any]) -> str:
    outputs = json.dumps(result["graded"]["outputs"], ensure_ascii=False)
    return result["graded"]["printed"] + outputs


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gets_what_its_honest_code_gets(attack: Entry, battle: Battle) -> None:
    result = battle.results[attack.name]
    points, possible = attack.gets[battle.ground.tier.value]
    assert result["points"] == points
    assert statuses(result) in possible, told(result)
    assert [word for word in GOT_THROUGH if word in printed(result)] == []


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_tries_what_it_says(attack: Entry, battle: Battle) -> None:
    """One that stumbles over a mistake of its own would hold for no good reason."""
    result = battle.results[attack.name]
    assert [word for word in BROKEN if word in told(result)] == []
    assert [text for text in attack.says if text not in told(result)] == []
    assert [text for text in attack.prints if text not in printed(result)] == []


@pytest.mark.parametrize("entry", HONEST, ids=lambda entry: entry.name)
def test_honest_code_gets_everything_however_odd(entry: Entry, battle: Battle) -> None:
    """Also after whatever attack its worker had before."""
    result = battle.results[entry.name]
    assert result["points"] == POINTS[entry.unit], told(result)
    assert [text for text in entry.prints if text not in printed(result)] == []


def test_there_are_many() -> None:
    assert len(ATTACKS) >= 60
    assert len(HONEST) >= 20


def test_nothing_leaks(battle: Battle) -> None:
    """No attack can know the end of a canary: whoever says it has read it."""
    for name, result in battle.results.items():
        assert battle.canary not in json.dumps(result), name
    assert battle.canary not in battle.said


def test_nothing_told_can_harm_a_terminal_or_a_page(battle: Battle) -> None:
    assert "\x1b" not in battle.said
    for name, result in battle.results.items():
        text = json.dumps(result["graded"], ensure_ascii=False)
        for harmful in ("\x1b", "\\u001b", "\x9b", "\u202e"):
            assert harmful not in text, name
        assert len(text) < 7 << 20, name
        for cell in json.loads(result["notebook"])["cells"]:
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                assert set(data) <= {"text/plain", "text/html", "image/png"}, name
                page = "".join(data.get("text/html", ""))
                assert "<script" not in page and "<img src=x" not in page, name


class Live(HTMLParser):
    """Collects what would run, or call home, when a page is opened or a link in it followed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "form", "base", "svg", "style", "link"):
            self.found.append(tag)
        for name, value in attributes:
            address = (value or "").strip().lower()
            inline = address.startswith("data:image/png;base64,")
            if name.startswith("on") or (name in ("href", "src") and ":" in address and not inline):
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("name", LIVELY)
def test_the_page_made_of_it_is_dead(name: str, battle: Battle) -> None:
    notebook = nbformat.reads(battle.results[name]["notebook"], as_version=4)
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    live = Live()
    live.feed(page)
    assert live.found == []
    assert "alert(1)" in page  # it is shown, as text


def test_nothing_is_left_behind_or_changed(battle: Battle) -> None:
    assert battle.processes == []
    assert battle.files == []
    assert battle.changed == []
    assert not battle.mounts


def test_the_warm_process_is_as_it_was(battle: Battle) -> None:
    assert battle.zygotes
    for before, after in battle.zygotes:
        assert before == after
        assert after["sandboxes"] == 0


def test_the_gradebook_holds_what_was_judged(battle: Battle) -> None:
    if battle.recorded is not None:
        judged = sum(result["points"] for result in battle.results.values())
        assert battle.recorded == pytest.approx(judged)


def test_every_report_names_the_tier(battle: Battle) -> None:
    for name, result in battle.results.items():
        assert result["graded"]["tier"] == battle.ground.tier.value, name
