"""The tests are tested: every kept answer is graded the real way and must get its known score.

The stub fails every test of its exercise, the solution and each right answer fail none, a wrong
answer fails exactly the tests that its header lists; nobody costs another exercise a point.

A unit's answers are handed in together, to grade it in minutes: one submission has an answer for
every second exercise, and the exercises between are solved. So each answer stands beside solved
exercises and beside other answers, and must change what none of them gets.

What a header says must hold for every student's draws: `pytest tests/test_matrix.py --draws 10`.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader import sample, sandbox
from grader import source as sources
from grader.course import STATE, Exercise, Unit, load
from grader.grading.kit import files_to_json, kit_of
from grader.grading.pool import Died, Pool
from grader.grading.verdict import Graded

COURSE = load(Path(__file__).parents[1] / "course.toml")


@dataclass(frozen=True)
class Case:
    """One answer to one exercise."""

    unit: Unit
    exercise: Exercise
    kind: str
    path: Path | None = None

    @property
    def name(self) -> str:
        what = f"{self.kind}/{self.path.stem}" if self.path else self.kind
        return f"{self.unit.name}/{self.exercise.name}/{what}"


def cases() -> Iterator[Case]:
    for unit in COURSE.units:
        for exercise in unit.exercises:
            yield Case(unit, exercise, "stub")
            yield Case(unit, exercise, "solution")
            for kind in ("right", "wrong"):
                for path in COURSE.answers(exercise, kind):
                    yield Case(unit, exercise, kind, path)


CASES = {case.name: case for case in cases()}


def code_of(case: Case, cells: list[sources.Cell]) -> str:
    """What stands in the exercise's cell."""
    if case.path:
        return sources.read_answer(case.path).source
    if case.kind == "solution":
        return sample.solutions(cells)[case.exercise.name]
    stub = next(sources.stub(c) for c in cells if c.exercise == case.exercise.name)
    # Another wording: an untouched stub would be seen as not started, and no test would run.
    return stub.source.replace(": write this part", ": still to come")


def submissions(cases: list[Case]) -> Iterator[dict[str, Case]]:
    """The cases of one unit as submissions: exercise to case; what is not in it is solved."""
    exercises = {case.exercise.name: case.unit.exercises.index(case.exercise) for case in cases}
    for half in (0, 1):
        columns = [
            [case for case in cases if case.exercise.name == name]
            for name, place in exercises.items()
            if place % 2 == half
        ]
        for row in itertools.zip_longest(*columns):
            yield {case.exercise.name: case for case in row if case}


@dataclass(frozen=True)
class Handed:
    """A submission, and what came of it."""

    cases: dict[str, Case]
    draw: int
    result: Graded | Died


@pytest.fixture(scope="module")
def graded(request: pytest.FixtureRequest) -> dict[str, list[Handed]]:
    """The selected cases, graded in one warm pool: the submissions that each is in."""
    seeds = [f"{draw:064x}" for draw in range(request.config.getoption("--draws"))]
    wanted = [
        CASES[item.callspec.params["name"]]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.function is test_answer
    ]
    units = {case.unit.name: case.unit for case in wanted}
    jobs: list[dict[str, Any]] = []
    contents: dict[str, tuple[dict[str, Case], int]] = {}
    for unit in units.values():
        source = sources.read(COURSE.solution(unit) / f"{unit.stem}.py")
        solved = sample.solutions(source)
        for number, handed_in in enumerate(submissions([c for c in wanted if c.unit is unit])):
            answers = {name: code_of(case, source) for name, case in handed_in.items()}
            files = files_to_json(sample.submission_files(unit, source, solved | answers))
            for draw, seed in enumerate(seeds):
                student = f"{unit.name}-{number}-{draw}"
                contents[student] = handed_in, draw
                jobs.append(
                    {
                        "unit": unit.name,
                        "student": student,
                        "seed": seed,
                        "files": files,
                        "left_out": [],
                        "refused": "",
                        "exercises": [exercise.name for exercise in unit.exercises],
                    }
                )
    kits = [kit_of(COURSE, unit) for unit in units.values()]
    with Pool(kits, 2, sandbox.detect().tier) as pool:
        results = {job["student"]: result for job, result in pool.grade(jobs)}
    found: dict[str, list[Handed]] = {}
    for student, (handed_in, draw) in contents.items():
        for case in handed_in.values():
            found.setdefault(case.name, []).append(Handed(handed_in, draw, results[student]))
    return found


@pytest.mark.parametrize("name", CASES)
def test_answer(name: str, graded: dict[str, list[Handed]]) -> None:
    for handed in graded[name]:
        judge(CASES[name], handed)


def judge(case: Case, handed: Handed) -> None:
    result = handed.result
    others = ", ".join(other.name for other in handed.cases.values() if other is not case)
    beside = f"{others or 'solutions alone'} (draw {handed.draw})"
    assert isinstance(result, Graded), f"not graded: {result}; handed in beside {beside}"
    own = next(v for v in result.verdicts if v.exercise == case.exercise.name)
    messages = {test.name: test.message for test in own.tests if not test.passed}
    told = "\n\n".join(f"{test}: {message}" for test, message in messages.items())

    for verdict in result.verdicts:
        if verdict.exercise not in handed.cases:
            failed = [test.name for test in verdict.tests if not test.passed]
            assert not failed, f"it, or {beside}, costs {verdict.exercise} points: {failed}"
    known = sample.test_weights(COURSE, case.exercise)
    assert {test.name for test in own.tests} == set(known)
    if case.kind == "stub":
        passed = set(known) - set(messages)
        assert not passed, f"tests that a stub passes: {passed}"
        assert own.points == 0
        return
    expected = sources.read_answer(case.path).fails if case.path else ()
    assert set(messages) == set(expected), (
        f"handed in beside {beside}; what failed, and what the learner reads:\n{told}"
    )
    assert own.points == sample.true_score(COURSE, case.exercise, expected)
    if expected:
        assert messages[expected[0]].startswith(docstring(case.exercise, expected[0]))


def docstring(exercise: Exercise, test: str) -> str:
    """The first line of a hidden test's docstring: what the learner is told."""
    tree = ast.parse(COURSE.hidden_test(exercise).read_text(encoding="utf-8"))
    function = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == test)
    text = ast.get_docstring(function)
    assert text, f"{test} has no docstring; a learner would read nothing"
    return text.splitlines()[0]


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.name)
def test_every_exercise_has_answers_of_both_kinds(exercise: Exercise) -> None:
    wrong, right = (COURSE.answers(exercise, kind) for kind in ("wrong", "right"))
    assert len(wrong) >= 3, "at least three misconceptions"
    assert len(right) >= 2, "at least two right answers of another shape"
    for path in wrong:
        answer = sources.read_answer(path)
        assert answer.fails, f"{path}: which tests does it fail?"
        assert answer.about, f"{path}: what is the misconception?"
    for path in right:
        assert not sources.read_answer(path).fails, f"{path}: a right answer loses nothing"


def names_in(code: str) -> set[str]:
    try:
        tree = ast.parse(code)
    except SyntaxError:  # a misconception of its own
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


@pytest.mark.parametrize("unit", COURSE.units, ids=lambda unit: unit.name)
def test_answers_stand_on_their_own(unit: Unit) -> None:
    """Beside a wrong answer to another exercise an answer is still worth what it is worth.

    It may use what the solution uses, too: there the statement asks for it, and the hidden tests
    put something of their own in its place.
    """
    cells = sources.read(COURSE.solution(unit) / f"{unit.stem}.py")
    solved = sample.solutions(cells)
    defined = {exercise.object: exercise.name for exercise in unit.exercises}
    for exercise in unit.exercises:
        allowed = names_in(solved[exercise.name])
        for kind in ("right", "wrong"):
            for path in COURSE.answers(exercise, kind):
                used = names_in(sources.read_answer(path).source) - allowed
                others = {n for n in used if defined.get(n, exercise.name) != exercise.name}
                assert not others, f"{path.relative_to(COURSE.root)} leans on {others}"


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.name)
def test_every_hidden_test_says_what_is_wrong(exercise: Exercise) -> None:
    for test in sample.test_weights(COURSE, exercise):
        assert len(docstring(exercise, test)) > 10


def test_state_is_never_part_of_a_kit() -> None:
    """What travels to a worker is the unit alone: no secret of the course."""
    kit = kit_of(COURSE, COURSE.units[0])
    assert STATE not in repr(kit)
