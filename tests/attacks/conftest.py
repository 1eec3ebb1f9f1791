"""The class, graded once on each ground, and the table of what everybody got."""

from __future__ import annotations

from typing import Any

import pytest
from attacks.grounds import Battle, Ground, fight, grounds
from kernel import need

FOUGHT: dict[Ground, Battle] = {}
"""what came of it on the grounds that have been tried in this test run"""


def _param(ground: Ground) -> Any:
    usual = ground == grounds()[0]
    return pytest.param(ground, id=str(ground), marks=() if usual else pytest.mark.slow)


@pytest.fixture(scope="session", params=map(_param, grounds()))
def battle(request: pytest.FixtureRequest) -> Battle:
    ground = request.param
    if ground not in FOUGHT:
        need(ground.tier)
        FOUGHT[ground] = fight(ground)
    return FOUGHT[ground]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What each attack got, on each ground that it was tried on."""
    battles = list(FOUGHT.values())
    if not battles:
        return
    write = terminalreporter.write_line
    terminalreporter.section("what each attack got")
    write(f"{'':26}" + "".join(f"{battle.ground!s:>26}" for battle in battles))
    for name in sorted(battles[0].results):
        write(f"{name:26}" + "".join(f"{_got(battle, name):>26}" for battle in battles))


def _got(battle: Battle, name: str) -> str:
    result = battle.results[name]
    statuses = {verdict["status"] for verdict in result["graded"]["verdicts"]}
    return f"{result['points']:g} {', '.join(sorted(statuses))}"
