"""What is known of a submission, and what of it has to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from grader.course import Unit
from grader.grading import verdict as status
from grader.grading.collect import Raw, collect
from grader.grading.keys import Keys
from grader.grading.kit import Kit, files_to_json
from grader.grading.store import Record, Store
from grader.grading.verdict import Graded, Verdict, graded_from_json, to_json, verdict_from_json


@dataclass(frozen=True)
class Submission:
    """Where one student's work on one unit lies."""

    student: str
    unit: Unit
    folder: Path


@dataclass(frozen=True)
class Result:
    """A graded submission, and whether anything of it had to run."""

    submission: Submission
    graded: Graded
    fresh: bool
    digest: str
    """of all that stands in the store for it; "" where grading itself failed"""


@dataclass(frozen=True)
class Plan:
    """One submission beside what the store holds of it.

    The store has one record a submission: what its run gave, and its verdicts, each with its key.
    """

    kit: Kit
    submission: Submission
    raw: Raw
    seed: bytes
    key: str
    """of the record"""
    verdict_keys: Mapping[str, str]
    known: Mapping[str, Verdict]
    run: Graded | None
    """what is known of the run, without verdicts"""
    digest: str

    @classmethod
    def of(
        cls, kit: Kit, keys: Keys, store: Store | None, submission: Submission, seed: bytes
    ) -> Plan:
        """Read a submission and what the store, if any, holds of it."""
        raw = collect(submission.folder)
        key = keys.run(raw.digest, seed)
        verdict_keys = keys.verdicts(key)
        run, known, digest = _read(store.read(key) if store else None, verdict_keys)
        return cls(kit, submission, raw, seed, key, verdict_keys, known, run, digest)

    @property
    def missing(self) -> list[str]:
        """The exercises that have to run: all of them where the run itself is not known."""
        return [name for name in self.verdict_keys if not self.run or name not in self.known]

    def job(self) -> dict[str, Any]:
        """The job, by content, for a worker that may be anywhere."""
        return {
            "unit": self.kit.unit.name,
            "student": self.submission.student,
            "seed": self.seed.hex(),
            "files": files_to_json(self.raw.files),
            "left_out": list(self.raw.left_out),
            "refused": self.raw.refused,
            "exercises": self.missing,
        }

    def known_result(self) -> Result:
        """The result of a submission of which nothing is missing."""
        assert self.run is not None
        verdicts = tuple(self.known[name] for name in self.verdict_keys)
        return Result(self.submission, replace(self.run, verdicts=verdicts), False, self.digest)

    def keep(self, fresh: Graded, store: Store) -> Result:
        """All the unit's verdicts, fresh ones before known ones, put into the store."""
        by_name = {**self.known, **{verdict.exercise: verdict for verdict in fresh.verdicts}}
        verdicts = tuple(by_name[name] for name in self.verdict_keys)
        content = {
            "run": to_json(replace(fresh, verdicts=())),
            "verdicts": {self.verdict_keys[v.exercise]: asdict(v) for v in verdicts},
        }
        record = store.write(self.key, content)
        return Result(self.submission, replace(fresh, verdicts=verdicts), True, record.digest)

    def not_judged(self, why: str) -> Result:
        """Where our own side failed: nobody's points, kept nowhere, tried again next time."""
        verdicts = tuple(
            Verdict(e.name, status.NOT_JUDGED, 0.0, e.points, (), f"Grading itself failed: {why}.")
            for e in self.kit.unit.exercises
        )
        graded = Graded(self.submission.student, self.kit.unit.name, verdicts)
        return Result(self.submission, graded, True, "")


def _read(
    record: Record | None, verdict_keys: Mapping[str, str]
) -> tuple[Graded | None, dict[str, Verdict], str]:
    """What a record holds that is still of use: the run, its verdicts, and the record's digest."""
    if record is None:
        return None, {}, ""
    try:
        run = graded_from_json(record.content["run"])
        verdicts = record.content["verdicts"]
        known = {
            name: verdict_from_json(verdicts[key])
            for name, key in verdict_keys.items()
            if key in verdicts
        }
    except (KeyError, TypeError, ValueError):
        return None, {}, ""
    return run, known, record.digest
