"""`grader doctor`: says what is missing and how to mend it, and imports nothing heavy for that."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import hand_in

from grader import doctor, sandbox
from grader.cli import main
from grader.course import Course
from grader.doctor import BAD, NOTE, OK, Finding
from grader.sandbox import Attempt, Probe, SandboxUnavailable, Tier, TierReport
from grader.sandbox.probes import ATTACKS

Usage = namedtuple("Usage", "total used free")


def run(folder: Path) -> tuple[int, str]:
    ran = CliRunner().invoke(main, ["--course", str(folder), "doctor"])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


def finding(name: str, folder: Path) -> Finding:
    return next(one for one in doctor.examine(folder) if one.name == name)


# ------------------------------------------------------------------------------ on this machine


def test_everything_is_found_and_the_status_is_zero(tiny: Course) -> None:
    status, output = run(tiny.root)
    assert status == 0, output
    for name in ("Python", "torch", "torchvision", "Jupyter", "nbgrader", "disk", "A tiny course"):
        assert name in output
    assert output.endswith("Everything that is needed works.\n")


def test_the_tier_is_shown_with_each_attack_and_its_answer(tiny: Course) -> None:
    _, output = run(tiny.root)
    assert sandbox.detect().tier.value in output
    for attack in ATTACKS:
        assert f"{attack}: held (" in output


def test_torch_is_not_imported(tiny: Course) -> None:
    script = (
        "import sys; from grader.cli import main\n"
        f"main(['--course', {str(tiny.root)!r}, 'doctor'], standalone_mode=False)\n"
        "print('HEAVY', sorted({'torch', 'torchvision', 'nbgrader'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.endswith("HEAVY []\n")


# --------------------------------------------------------------------------- torch, torchvision


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Installs a package that is nothing but its name, version and build."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def install(name: str, version: str, build: str = "", requires: str = "") -> None:
        info = site / f"{name}-{version}.dist-info"
        info.mkdir()
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        (info / "METADATA").write_text(text + (f"Requires-Dist: {requires}\n" if requires else ""))
        (site / name).mkdir()
        whole = f"{version.split('+')[0]}{f'+{build}' if build else ''}"
        (site / name / "version.py").write_text(f"debug = False\n__version__ = '{whole}'\n")

    return install


def test_a_matching_pair_is_fine(tiny: Course, install) -> None:
    install("torch", "2.13.0", "cu130")
    install("torchvision", "0.28.0", "cu130", "torch (==2.13.0)")
    found = finding("torchvision", tiny.root)
    assert (found.state, found.text) == (OK, "0.28.0, built for cu130")


def test_a_torchvision_of_another_build_is_named_with_its_mend(tiny: Course, install) -> None:
    install("torch", "2.13.0+cpu", "cpu")
    install("torchvision", "0.28.0", "cu130", "torch==2.13.0")
    found = finding("torchvision", tiny.root)
    assert found.state == NOTE
    assert "built for cu130, torch for cpu" in found.text
    assert found.mend == "pip install --force-reinstall --no-deps torchvision==0.28.0+cpu"


def test_a_torchvision_for_another_torch_is_bad(tiny: Course, install) -> None:
    install("torch", "2.12.1", "cpu")
    install("torchvision", "0.28.0", "cpu", "torch (==2.13.0)")
    found = finding("torchvision", tiny.root)
    assert (found.state, found.mend) == (BAD, "pip install torch==2.13.0 torchvision==0.28.0")


def test_the_version_of_torch_is_held_against_the_courses(tiny: Course, install) -> None:
    install("torch", "2.12.1")
    (tiny.root / "constraints.txt").write_text("torchmetrics==1.0\ntorch==2.13.0\n")
    found = finding("torch", tiny.root)
    assert (found.state, found.mend) == (NOTE, "pip install torch==2.13.0")


def test_what_is_not_installed_makes_the_status_one(tiny: Course, monkeypatch) -> None:
    real = doctor._version
    gone = ("torch", "torchvision", "cloudpickle")
    monkeypatch.setattr(doctor, "_version", lambda name: None if name in gone else real(name))
    status, output = run(tiny.root)
    assert status == 1
    assert "mend: pip install torch\n" in output
    assert "mend: pip install torchvision\n" in output
    assert "mend: pip install cloudpickle\n" in output
    assert output.endswith("3 to mend.\n")


# ------------------------------------------------------------------------------ Jupyter and disk


@pytest.mark.parametrize(("program", "state"), [("python3", OK), ("/other/bin/python", NOTE)])
def test_the_kernel_should_run_this_python(
    tiny: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, state: str
) -> None:
    kernel = tmp_path / "kernels/python3"
    kernel.mkdir(parents=True)
    argv = [program, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "P", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    found = finding("Jupyter", tiny.root)
    assert found.state == state
    if state == NOTE:
        assert program in found.text
        assert found.mend.endswith("-m ipykernel install --sys-prefix")


@pytest.mark.parametrize(("free", "state"), [(9 << 30, OK), (1 << 30, NOTE), (1 << 20, BAD)])
def test_a_full_disk_is_told_in_time(tiny: Course, monkeypatch, free: int, state: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1 << 40, 0, free))
    assert finding("disk", tiny.root).state == state


# ------------------------------------------------------------------------- course and sandbox


def test_a_broken_course_is_one_line_of_many(tiny: Course) -> None:
    (tiny.root / "course.toml").write_text("title = ")
    status, output = run(tiny.root)
    assert status == 1
    assert "BAD   course" in output and "course.toml" in output
    assert "1 to mend." in output


def test_outside_of_any_course_it_works_too(tmp_path: Path) -> None:
    status, output = run(tmp_path)
    assert status == 0
    assert "note  course" in output
    assert "sandbox" in output


def test_a_learner_is_not_bothered_with_what_grading_needs(tiny: Course) -> None:
    shutil.rmtree(tiny.root / "solutions")
    names = [one.name for one in doctor.examine(tiny.root)]
    assert "sandbox" not in names and "nbgrader" not in names


def test_a_weaker_tier_says_why_and_what_it_lacks(tiny: Course, monkeypatch) -> None:
    attempts = (
        Attempt(Tier.NAMESPACES, (), "unshare: Operation not permitted"),
        Attempt(Tier.LANDLOCK, (Probe("read", True, "Permission denied"),), "", ("watched",)),
    )
    monkeypatch.setattr(sandbox, "detect", lambda: TierReport(Tier.LANDLOCK, attempts))
    found = finding("sandbox", tiny.root)
    assert (found.state, found.text) == (NOTE, "landlock")
    assert found.details == (
        "namespaces: unshare: Operation not permitted",
        "read: held (Permission denied)",
        "watched",
    )


def test_without_any_sandbox_the_status_is_one(tiny: Course, monkeypatch) -> None:
    def refuse() -> TierReport:
        raise SandboxUnavailable("this machine cannot:\n  to allow it: sudo sysctl -w a=1")

    monkeypatch.setattr(sandbox, "detect", refuse)
    status, output = run(tiny.root)
    assert status == 1
    assert "sudo sysctl -w a=1" in output and "--unsafe" in output


def test_on_another_system_grading_is_the_only_thing_missing(tiny: Course, monkeypatch) -> None:
    sandbox.detect.cache_clear()
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    found = finding("sandbox", tiny.root)
    assert found.state == BAD
    assert "this is Darwin" in found.text and found.mend == "grade on Linux"


def test_grading_refuses_with_the_same_words(tiny: Course, monkeypatch) -> None:
    def refuse() -> TierReport:
        raise SandboxUnavailable("this machine cannot:\n  to allow it: sudo sysctl -w a=1")

    monkeypatch.setattr(sandbox, "detect", refuse)
    hand_in(tiny, "ann", "01_numbers")
    ran = CliRunner().invoke(main, ["--course", str(tiny.root), "autograde"])
    assert ran.exit_code == 2
    assert ran.output.startswith("grader: this machine cannot:\n") and ran.output.count("\n") == 2
