"""A class's figures as a section of benchmarks/README.md."""

from __future__ import annotations

from benchmarks import machine
from benchmarks.figures import CORES, Figures
from benchmarks.report import table


def page(figures: Figures, command: str) -> str:
    """The section's text; `command` is what was run."""
    before, after = figures.loads
    return "\n\n".join(
        [
            "## Grading a class",
            f"`{command}`\n\n{machine.describe()}. Load before and after: {before}, {after}; the "
            f"machine has {CORES} cores.",
            *_comparison(figures),
            *_parts(figures),
            _again(figures),
            *_growth(figures),
        ]
    )


def _comparison(figures: Figures) -> list[str]:
    rounds = figures.rounds
    theirs, students = sum(r.theirs for r in rounds), sum(r.ours.students for r in rounds)
    their_wall = sum(r.stock.wall for r in rounds)
    wall = sum(r.ours.measured.wall for r in rounds)
    ratio = (students / wall) / (theirs / their_wall)
    each = ", ".join(f"{r.ratio:.1f}" for r in rounds)
    return [
        f"**{ratio:.1f} times the throughput of stock `nbgrader autograde`**, each from its start "
        f"to its end, in {len(rounds)} rounds by turns ({each}). In each round stock nbgrader "
        f"grades its share of {theirs} submissions, and ours the whole class of "
        f"{rounds[0].ours.students} from nothing. They agree on {100 * figures.alike:.1f} % of "
        "stock nbgrader's verdicts (full points, or not). A cell of stock nbgrader stops at the "
        "first hidden test that fails; ours runs them all.",
        table(
            ("", "stock", "ours"),
            [
                ("submissions, all rounds", str(theirs), str(students)),
                ("seconds", f"{their_wall:.1f}", f"{wall:.1f}"),
                (
                    "submissions a minute",
                    f"{60 * theirs / their_wall:.1f}",
                    f"{60 * students / wall:.1f}",
                ),
                (
                    "CPU seconds a submission",
                    f"{sum(r.stock.cpu for r in rounds) / theirs:.2f}",
                    f"{sum(r.ours.measured.cpu for r in rounds) / students:.2f}",
                ),
                (
                    "memory at most",
                    _mib(max(r.stock.peak for r in rounds)),
                    _mib(max(r.ours.measured.peak for r in rounds)),
                ),
            ],
        ),
    ]


def _parts(figures: Figures) -> list[str]:
    """Of the round that was disturbed least."""
    run = min((r.ours for r in figures.rounds), key=lambda run: run.measured.wall)
    parts, clock = run.parts, run.clock
    sandboxes, judge, whole = parts["learner_cpu"], parts["judge_cpu"], run.measured.cpu
    needed = CORES * run.measured.wall
    return [
        f"Where the time goes, in the quickest round ({run.measured.wall:.1f} s for "
        f"{run.students} submissions). The parts of a submission are summed over {CORES} workers "
        "side by side; start and record are by the clock:",
        table(
            ("part", "seconds"),
            [
                ("start, until the workers are ready", f"{clock['start']:.1f}"),
                ("load: a sandbox, and the learner's code in it", f"{parts['load']:.1f}"),
                ("probes: waiting for the learner's side", f"{parts['probes']:.1f}"),
                (
                    "judge: hidden tests and their references, comparisons, packing",
                    f"{parts['wall'] - parts['load'] - parts['probes']:.1f}",
                ),
                ("record: notebooks and gradebook, meanwhile", f"{clock['record']:.1f}"),
            ],
        ),
        f"Processor time there: the sandboxes with the learners' code {sandboxes:.1f} s, the judge "
        f"{judge:.1f} s, everything {whole:.1f} s. The learners' code and the hidden tests alone, "
        "called in one warm process with no sandbox, channel or judge around them, take "
        f"{figures.own:.1f} s. Wall time × cores, {needed:.1f} s, is "
        f"{run.overhead:.2f} times what sandboxes and judge took, and "
        f"{needed / figures.own:.2f} times what is left alone.",
    ]


def _again(figures: Figures) -> str:
    first = sorted(r.ours.measured.wall for r in figures.rounds)[len(figures.rounds) // 2]
    changed = figures.changed
    each = {name: 1000 * seconds / changed.students for name, seconds in changed.parts.items()}
    return (
        f"Graded again with nothing changed: {figures.again:.2f} s, "
        f"{100 * figures.again / first:.1f} % of the first time ({first:.1f} s, the median of the "
        f"rounds). With the hidden test of one of {len(figures.unit.exercises)} exercises changed: "
        f"{changed.measured.wall:.1f} s, {100 * changed.measured.wall / first:.0f} %. Only that "
        f"exercise runs, but the start takes {changed.clock['start']:.1f} s as ever, and each of "
        f"the submissions a sandbox of its own: of its {each['wall']:.0f} ms on one of {CORES} "
        f"workers, {each['load']:.0f} ms until its code is loaded there, {each['probes']:.0f} ms "
        f"for probes."
    )


def _growth(figures: Figures) -> list[str]:
    return [
        "Growth:",
        table(
            (
                "submissions",
                "seconds",
                "ms each after the start",
                "CPU ms each",
                "wall × cores",
                "memory",
                "late",
            ),
            [
                (
                    str(run.students),
                    f"{run.measured.wall:.1f}",
                    f"{1000 * run.each:.0f}",
                    f"{1000 * run.measured.cpu / run.students:.0f}",
                    f"{run.overhead:.2f}",
                    _mib(run.measured.steady(0.3, 0.5)),
                    _mib(run.measured.steady(0.7, 0.9)),
                )
                for run in figures.growth
            ],
        ),
        "Wall time × cores is given as times the processor time of the sandboxes and the judge. "
        "Memory is that of all processes, what they share counted once: the mean from 30 to 50 %, "
        "and from 70 to 90 %, of the time.",
    ]


def _mib(size: float) -> str:
    return f"{size / (1 << 20):.0f} MiB"
