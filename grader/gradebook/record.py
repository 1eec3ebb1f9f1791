"""The one writer into nbgrader's gradebook."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from grader.course import Course, Unit
from grader.errors import Mistake
from grader.gradebook.late import penalty
from grader.gradebook.write import stamp_of
from grader.grading import verdict as status
from grader.grading.verdict import Graded

DATABASE = "gradebook.db"
WAIT_SECONDS = 30
Answer = TypeVar("Answer")


class GradebookError(Mistake):
    """The gradebook cannot be written, in one line."""


class Recorder:
    """Writes verdicts into a course's gradebook. A context manager.

    Args:
        db_url: the database; the course's own by default.
        patience: seconds to wait for a locked database; may be changed between two calls.

    Raises:
        GradebookError: where the database stays locked, cannot be written, or is none.
    """

    def __init__(
        self, course: Course, db_url: str | None = None, patience: float = WAIT_SECONDS
    ) -> None:
        self.course, self.patience = course, patience
        self.db_url = db_url or _url(course.root / DATABASE)

    def __enter__(self) -> Recorder:
        with _without_addresses():
            from nbgrader.api import Gradebook

        path = self.course.root / DATABASE
        if self.db_url == _url(path) and not path.exists():
            _patiently(lambda: _make(path), self.patience)
        self._gradebook = _patiently(lambda: Gradebook(self.db_url), self.patience)
        return self

    def __exit__(self, *error: object) -> None:
        self._gradebook.close()

    def register(self, unit: Unit) -> None:
        """Make the unit known as an assignment, as `nbgrader generate_assignment` would."""
        import nbformat
        from nbgrader.preprocessors import SaveCells

        path = self.course.released(unit) / f"{unit.stem}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        about = {"assignment": unit.name, "notebook": unit.stem, "db_url": self.db_url}
        if self._patiently(lambda: self._is_registered(unit, notebook)):
            return
        self._patiently(lambda: self._gradebook.update_or_create_assignment(unit.name))
        self._patiently(lambda: SaveCells().preprocess(notebook, {"nbgrader": about}))
        self._gradebook.db.expire_all()

    def _is_registered(self, unit: Unit, notebook: Any) -> bool:
        from nbgrader.api import MissingEntry

        try:
            known = self._gradebook.find_notebook(unit.stem, unit.name)
        except MissingEntry:
            return False
        sources = {cell.name: cell.checksum for cell in known.source_cells}
        return sources == {
            cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.checksum
            for cell in notebook.cells
            if "nbgrader" in cell.metadata
        }

    def record(self, results: Iterable[Graded]) -> None:
        """Write verdicts, all or none of them."""
        batch = list(results)
        self._patiently(lambda: self._write(batch))
        self._gradebook.db.expunge_all()  # or it would keep every submission of the class

    def _patiently(self, action: Callable[[], Answer]) -> Answer:
        try:
            return _patiently(action, self.patience)
        except GradebookError:
            self._gradebook.db.rollback()
            raise

    def _write(self, batch: list[Graded]) -> None:
        session = self._gradebook.db
        try:
            # nbgrader commits after each of its steps, and each commit waits for the disk.
            session.commit = session.flush
            try:
                for graded in batch:
                    self._write_one(graded)
            finally:
                del session.commit
            session.commit()
        except BaseException:
            session.rollback()
            raise

    def _write_one(self, graded: Graded) -> None:
        unit = self.course.unit(graded.unit)
        submission = self._submission(unit, graded.student)
        folder = self.course.root / "submitted" / graded.student / unit.name
        submission.timestamp = handed_in_at(folder) or submission.timestamp
        notebook = next(n for n in submission.notebooks if n.name == unit.stem)
        grades = {grade.name: grade for grade in notebook.grades}
        reached = 0.0
        for verdict in graded.verdicts:
            grade = grades[verdict.exercise]
            judged = verdict.status != status.NOT_JUDGED
            grade.auto_score = verdict.points if judged else None
            # As nbgrader does: a score that a person gave is looked at again after a regrade.
            grade.needs_manual_grade = grade.manual_score is not None or not judged
            by_hand = grade.manual_score
            reached += verdict.points if by_hand is None else by_hand
            reached += grade.extra_credit or 0.0
        self._gradebook.db.flush()
        late = submission.total_seconds_late
        notebook.late_submission_penalty = penalty(self.course.late, reached, late) or None

    def _submission(self, unit: Unit, student: str) -> Any:
        from nbgrader.api import MissingEntry

        try:
            return self._gradebook.find_submission(unit.name, student)
        except MissingEntry:
            self._gradebook.update_or_create_student(student)
            with self._gradebook.db.no_autoflush:  # nbgrader builds it row by row
                return self._gradebook.add_submission(unit.name, student)


def handed_in_at(folder: Path) -> datetime | None:
    """When a submission was handed in, by the timestamp.txt that nbgrader's collect writes."""
    from nbgrader.utils import parse_utc

    try:
        moment: datetime = parse_utc(stamp_of(folder).strip())
        return moment
    except (ValueError, OverflowError):
        return None


def _url(path: Path) -> str:
    # SQLite's own patience with a lock is kept short: ours is asked for each time.
    return f"sqlite:///{path}?timeout=1"


def _make(path: Path) -> None:
    """Make an empty gradebook, whole or not at all.

    nbgrader itself makes one in several steps, and starts a program to learn the version.
    """
    from alembic.script import ScriptDirectory
    from nbgrader.api import Base
    from nbgrader.dbutil import ALEMBIC_DIR
    from sqlalchemy import create_engine, text

    head = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        new = Path(folder, path.name)
        engine = create_engine(_url(new))
        with engine.begin() as connection:
            Base.metadata.create_all(connection)
            connection.execute(
                text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
            )
            connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})
        engine.dispose()
        if not path.exists():
            new.rename(path)


@contextlib.contextmanager
def _without_addresses() -> Iterator[None]:
    """An import of nbgrader without a grammar of internet addresses, half of what it would take.

    jsonschema builds it to check the format of addresses, which no notebook's schema asks for.
    """
    name = "rfc3987_syntax"
    absent = name not in sys.modules
    if absent:
        sys.modules[name] = None  # type: ignore[assignment]  # an import of it fails at once
    try:
        yield
    finally:
        if absent:
            del sys.modules[name]


def _patiently(action: Callable[[], Answer], patience: float) -> Answer:
    """Do it, waiting for a locked database."""
    from nbgrader.api import InvalidEntry  # what nbgrader makes of SQLite's error, here and there
    from sqlalchemy.exc import DatabaseError

    deadline = time.monotonic() + patience
    while True:
        try:
            return action()
        except (DatabaseError, InvalidEntry) as error:
            text = str(getattr(error, "orig", None) or error.args[0])
        if "locked" not in text or time.monotonic() >= deadline:
            raise GradebookError(_mend(text.removeprefix("(sqlite3.OperationalError) ")))
        time.sleep(0.2)


def _mend(text: str) -> str:
    if "locked" in text:
        return (
            "the gradebook is locked; close the program that uses it and grade again "
            "(nothing that was graded is lost)"
        )
    if "readonly" in text or "unable to open" in text:
        return (
            f"the gradebook cannot be written ({text}); mend that and grade again "
            "(nothing that was graded is lost)"
        )
    return (
        f"the gradebook is damaged or of another version ({text}); keep a copy, then run "
        "`nbgrader db upgrade` or move it away"
    )
