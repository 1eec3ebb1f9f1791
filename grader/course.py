"""course.toml as frozen dataclasses, with every mistake in it named: file, place, mend."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from grader.errors import Mistake

FILE = "course.toml"
STATE = ".grader"
"""the folder of what the program keeps beside course.toml: verdicts, the secret, progress"""
FORMS = ("module", "notebook")
UNIT_NAME = re.compile(r"\d\d_[a-z][a-z0-9_]*")
EXERCISE_NAME = re.compile(r"[a-z][a-z0-9_]*")


class CourseError(Mistake):
    """A mistake in course.toml or in the files it names, in one line."""


@dataclass(frozen=True)
class Limits:
    """What one submission of a unit may use while it is graded."""

    probe_seconds: float = 10.0
    """wall seconds for one probe"""
    seconds: float = 120.0
    """wall seconds for the whole submission"""
    cpu_seconds: int = 60
    memory_mb: int = 2048
    """address space beyond what the interpreter and PyTorch already take"""
    processes: int = 64
    scratch_mb: int = 64
    output_kb: int = 64
    """what is kept of what the submission prints"""


@dataclass(frozen=True)
class LatePolicy:
    """A part of the score is taken off for every day begun after the due date."""

    per_day: float = 0.0
    """between 0 and 1, of the score reached"""
    grace_minutes: int = 0
    at_most: float = 1.0
    """the largest part that lateness may take"""


@dataclass(frozen=True)
class Exercise:
    """One thing to write; `name` is its test file, its check cell and its gradebook cell."""

    name: str
    object: str
    """what the learner writes: the class or function's name"""
    points: float
    minutes: int
    unit: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """A folder of exercises, handed in together."""

    name: str
    title: str
    form: str
    """where the learner writes: "module" or "notebook" """
    goals: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    limits: Limits
    data: tuple[str, ...] = ()
    """folders of `data/` that the unit's code may read"""
    simulator: bool = False
    """whether the unit is graded on the simulated accelerator"""

    @property
    def stem(self) -> str:
        """The unit's name without its number: the stem of its files."""
        return self.name.split("_", 1)[1]

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)

    @property
    def minutes(self) -> int:
        return sum(exercise.minutes for exercise in self.exercises)

    def exercise(self, name: str) -> Exercise:
        """The exercise of that name.

        Raises:
            CourseError: naming the nearest one, where there is none.
        """
        return _named(name, self.exercises, f"exercise in {self.name}")


@dataclass(frozen=True)
class Course:
    """The course: its units in order, and where its files are."""

    root: Path
    title: str
    units: tuple[Unit, ...]
    late: LatePolicy = field(default_factory=LatePolicy)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(exercise for unit in self.units for exercise in unit.exercises)

    def unit(self, name: str) -> Unit:
        """The unit of that name ("03_blocks", or "blocks", or "03").

        Raises:
            CourseError: naming the nearest one, where there is none.
        """
        for unit in self.units:
            if name in (unit.stem, unit.name.split("_")[0]):
                return unit
        return _named(name, self.units, "unit")

    def exercise(self, name: str) -> Exercise:
        """The exercise of that name, in whichever unit it stands."""
        return _named(name, self.exercises, "exercise")

    # Where things stand. One place, so that no other module spells a path.
    def released(self, unit: Unit) -> Path:
        return self.root / "exercises" / unit.name

    def solution(self, unit: Unit) -> Path:
        return self.root / "solutions" / unit.name

    def hidden(self, unit: Unit) -> Path:
        return self.root / "tests" / "hidden" / unit.name

    def hidden_test(self, exercise: Exercise) -> Path:
        return self.root / "tests" / "hidden" / exercise.unit / f"test_{exercise.name}.py"

    def answers(self, exercise: Exercise, kind: str) -> list[Path]:
        """The kept answers to an exercise, kind "wrong" or "right", by name."""
        return sorted((self.root / "tests" / kind / exercise.unit / exercise.name).glob("[!_]*.py"))


def find(start: Path | None = None) -> Course:
    """The course that a folder belongs to: course.toml there or in a folder above.

    Raises:
        CourseError: where there is none, or where it has a mistake.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return load(folder / FILE)
    raise CourseError(
        f"no {FILE} in {here} or above it; go to the course's folder, or name it with --course"
    )


def load(path: Path) -> Course:
    """Read and check course.toml.

    Raises:
        CourseError: one line naming the file, the place and the mend.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{path}: there is no such file") from None
    except UnicodeDecodeError:
        raise CourseError(f"{path}: not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise CourseError(f"{path}: cannot be read ({error.strerror})") from None
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path}: not valid TOML: {error}") from None
    table = _Table(raw, path.name)
    defaults = _limits(table.table("limits"), Limits())
    late = _late(table.table("late"))
    title = table.text("title")
    units = tuple(_unit(unit, defaults) for unit in table.tables("unit"))
    table.finish()
    if not units:
        raise CourseError(f"{path.name}: no [[unit]]; a course needs at least one")
    course = Course(path.parent.resolve(), title, units, late)
    _check_names(course, path.name)
    return course


def check_files(course: Course) -> None:
    """Check that everything an instructor's checkout needs is there.

    Raises:
        CourseError: for the first file that is missing.
    """
    for unit in course.units:
        place = f"{FILE}: unit {unit.name}"
        for name in (f"{unit.stem}.py", f"test_{unit.stem}.py", "hints.md"):
            _need(course.solution(unit) / name, place, course.root)
        for folder in unit.data:
            _need(course.root / "data" / folder, place, course.root)
        for exercise in unit.exercises:
            _need(course.hidden_test(exercise), f"{place}, exercise {exercise.name}", course.root)


def _need(path: Path, place: str, root: Path) -> None:
    if not path.exists():
        raise CourseError(
            f"{place}: {path.relative_to(root).as_posix()} is missing; write it, or take the "
            f"entry out"
        )


def _unit(table: _Table, defaults: Limits) -> Unit:
    name = table.text("name")
    table.place = f"{table.file}: unit {name}"
    if not UNIT_NAME.fullmatch(name):
        raise table.error("name", "is not of the form 03_blocks; use two digits, _ and lower case")
    form = table.text("form")
    if form not in FORMS:
        raise table.error("form", f'is "{form}"; use "module" or "notebook"')
    unit = Unit(
        name=name,
        title=table.text("title"),
        form=form,
        goals=table.texts("goals"),
        exercises=tuple(_exercise(row, name) for row in table.tables("exercise")),
        limits=_limits(table.table("limits"), defaults),
        data=table.texts("data"),
        simulator=table.flag("simulator"),
    )
    table.finish()
    if not unit.exercises:
        raise table.error("exercise", "is missing; a unit needs at least one [[unit.exercise]]")
    return unit


def _exercise(table: _Table, unit: str) -> Exercise:
    name = table.text("name")
    table.place = f"{table.file}: unit {unit}, exercise {name}"
    if not EXERCISE_NAME.fullmatch(name):
        raise table.error("name", "is not a lower-case Python name; use letters, digits and _")
    exercise = Exercise(
        name=name,
        object=table.text("object"),
        points=table.number("points", above=0),
        minutes=int(table.number("minutes", above=0)),
        unit=unit,
        after=table.texts("after"),
    )
    table.finish()
    return exercise


def _limits(table: _Table, defaults: Limits) -> Limits:
    values = {}
    for limit in fields(Limits):
        default = getattr(defaults, limit.name)
        value = table.number(limit.name, above=0, default=default)
        values[limit.name] = type(default)(value)
    table.finish()
    return Limits(**values)


def _late(table: _Table) -> LatePolicy:
    policy = LatePolicy(
        per_day=table.number("per_day", default=0.0, most=1),
        grace_minutes=int(table.number("grace_minutes", default=0)),
        at_most=table.number("at_most", default=1.0, most=1),
    )
    table.finish()
    return policy


def _check_names(course: Course, file: str) -> None:
    _no_double((unit.name for unit in course.units), file, "unit")
    _no_double((exercise.name for exercise in course.exercises), file, "exercise")
    for unit in course.units:
        _no_double((e.object for e in unit.exercises), f"{file}: unit {unit.name}", "object")
    names = {exercise.name for exercise in course.exercises}
    for exercise in course.exercises:
        for before in exercise.after:
            if before not in names:
                raise CourseError(
                    f"{file}: unit {exercise.unit}, exercise {exercise.name}: after names "
                    f'"{before}", which is no exercise{_nearest(before, names)}'
                )
    try:
        TopologicalSorter({e.name: e.after for e in course.exercises}).prepare()
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        raise CourseError(
            f"{file}: after goes in a circle: {circle}; take one of these out"
        ) from None


def _no_double(names: Iterable[str], place: str, kind: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise CourseError(f'{place}: {kind} "{name}" stands twice; rename one of them')
        seen.add(name)


def _named(name: str, things: Iterable[Any], kind: str) -> Any:
    by_name = {thing.name: thing for thing in things}
    if name not in by_name:
        raise CourseError(f'there is no {kind} "{name}"{_nearest(name, by_name)}')
    return by_name[name]


def _nearest(name: str, names: Iterable[str]) -> str:
    # Less alike than this ("nothing", "load_matching"), a name says nothing to who reads it.
    close = difflib.get_close_matches(name, list(names), n=1, cutoff=0.62)
    return f'; did you mean "{close[0]}"?' if close else ""


class _Table:
    """A TOML table that is read key by key, and complains of what was not."""

    def __init__(self, raw: Mapping[str, Any], file: str, place: str = "") -> None:
        self.raw, self.file, self.place = raw, file, place or file
        self.read: set[str] = set()

    def error(self, key: str, what: str) -> CourseError:
        return CourseError(f"{self.place}: {key} {what}")

    def _take(self, key: str, kinds: tuple[type, ...], called: str, default: Any = None) -> Any:
        self.read.add(key)
        value = self.raw.get(key, default)
        if value is None:
            raise self.error(key, f"is missing; give it {called}")
        # bool is an int in Python; `points = true` is a slip all the same.
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise self.error(key, f"is {value!r}; give it {called}")
        return value

    def text(self, key: str) -> str:
        value = self._take(key, (str,), "a text in quotes")
        if not value.strip():
            raise self.error(key, "is empty; give it a text")
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key, (list,), "a list of texts", default=[])
        if not all(isinstance(item, str) for item in value):
            raise self.error(key, f"is {value!r}; give it a list of texts")
        return tuple(value)

    def flag(self, key: str) -> bool:
        return bool(self._take(key, (bool,), "true or false", default=False))

    def number(
        self,
        key: str,
        *,
        above: float | None = None,
        most: float | None = None,
        default: float | None = None,
    ) -> float:
        value = float(self._take(key, (int, float), "a number", default=default))
        if above is not None and not value > above:
            raise self.error(key, f"is {value:g}; give it a number above {above:g}")
        if above is None and not value >= 0:
            raise self.error(key, f"is {value:g}; give it 0 or more")
        if most is not None and value > most:
            raise self.error(key, f"is {value:g}; give it {most:g} at most")
        return value

    def table(self, key: str) -> _Table:
        value = self._take(key, (dict,), f"a table [{key}]", default={})
        return _Table(value, self.file, f"{self.place}: [{key}]")

    def tables(self, key: str) -> list[_Table]:
        value = self._take(key, (list,), f"tables [[{key}]]", default=[])
        if not all(isinstance(item, dict) for item in value):
            raise self.error(key, f"is {value!r}; give it tables [[{key}]]")
        return [
            _Table(item, self.file, f"{self.place}: {key} {number}")
            for number, item in enumerate(value, start=1)
        ]

    def finish(self) -> None:
        for key in self.raw:
            if key not in self.read:
                raise CourseError(
                    f'{self.place}: unknown key "{key}"'
                    f"{_nearest(key, self.read) or '; take it out'}"
                )
