"""`grader doctor`: what this machine has of what the course needs, and how to mend the rest.

Versions are read from what is installed beside each package: nothing heavy is imported, so that
even a package that cannot be imported is named.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from grader import sandbox
from grader.course import Course, CourseError, find

OK, NOTE, BAD = "ok", "note", "BAD"
OLDEST_PYTHON = (3, 11)
LITTLE_DISK, TOO_LITTLE_DISK = 2 << 30, 200 << 20
NATIVE = ("python", "python3", f"python{sys.version_info.major}.{sys.version_info.minor}")
"""what a kernel's command may begin with to mean the Python that Jupyter itself runs in"""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: str
    """OK, NOTE (it can stay so) or BAD (something will not work)"""
    text: str
    mend: str = ""
    """what to type, or to do"""
    details: tuple[str, ...] = ()


def examine(folder: Path | None = None) -> list[Finding]:
    """Look at everything.

    Args:
        folder: the course's; by default the one that we are in, if any.
    """
    about_course, course = _course(folder)
    # Learners get no solutions, and never run a stranger's code.
    grades = course is None or (course.root / "solutions").is_dir()
    return [
        _python(),
        _torch(course),
        _torchvision(),
        _kernel(),
        *([_grading_packages()] if grades else []),
        _disk(course.root if course else Path.cwd()),
        about_course,
        *([_sandbox()] if grades else []),
    ]


def lines(findings: Iterable[Finding]) -> Iterator[str]:
    """The findings as text, and a closing line."""
    bad = 0
    for finding in findings:
        bad += finding.state == BAD
        yield f"{finding.state:5} {finding.name:12} {finding.text}"
        yield from (f"{'':18} {detail}" for detail in finding.details)
        if finding.mend:
            yield f"{'':18} mend: {finding.mend}"
    yield "Everything that is needed works." if not bad else f"{bad} to mend."


def usable(findings: Iterable[Finding]) -> bool:
    return all(finding.state != BAD for finding in findings)


# ------------------------------------------------------------------------- Python and packages


def _python() -> Finding:
    text = f"{platform.python_version()}, {sys.executable}"
    if sys.version_info < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        return Finding("Python", BAD, text, f"install Python {oldest} or newer")
    return Finding("Python", OK, text)


def _torch(course: Course | None) -> Finding:
    installed = _version("torch")
    wanted = _constraint(course, "torch")
    if installed is None:
        return Finding("torch", BAD, "is not installed", f"pip install torch{_equals(wanted)}")
    if wanted and installed.split("+")[0] != wanted:
        text = f"{installed}; the course was tried with {wanted}"
        return Finding("torch", NOTE, text, f"pip install torch=={wanted}")
    return Finding("torch", OK, _with_build("torch", installed))


def _torchvision() -> Finding:
    """Whether torchvision was built for this torch: another version, or CUDA beside CPU."""
    installed, torch = _version("torchvision"), _version("torch")
    if installed is None:
        return Finding("torchvision", BAD, "is not installed", "pip install torchvision")
    if torch is None:
        return Finding("torchvision", NOTE, f"{installed}, without torch")
    name, number = "torchvision", installed.split("+")[0]
    built_for = _required_torch()
    if built_for and torch.split("+")[0] != built_for:
        text = f"{installed} is made for torch {built_for}; here is torch {torch}"
        return Finding(name, BAD, text, f"pip install torch=={built_for} torchvision=={number}")
    build, torch_build = _build("torchvision"), _build("torch")
    if build != torch_build:
        return Finding(
            name,
            NOTE,
            f"{number} is built for {build or 'CPU'}, torch for {torch_build or 'CPU'}: the course "
            "works around that, `import torchvision` elsewhere fails",
            f"pip install --force-reinstall --no-deps torchvision=={number}"
            f"{f'+{torch_build}' if torch_build else ''}",
            ("take it from where torch came from: see pytorch.org, Get Started",),
        )
    return Finding(name, OK, _with_build(name, installed))


def _grading_packages() -> Finding:
    """What only those need who grade."""
    wanted = _extra("instructor") or ["nbgrader"]
    missing = [name for name in wanted if _version(name) is None]
    if missing:
        text = f"grading also needs {', '.join(missing)}"
        return Finding("nbgrader", BAD, text, f"pip install {' '.join(missing)}")
    return Finding("nbgrader", OK, _version("nbgrader") or "")


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _with_build(name: str, version: str) -> str:
    build = _build(name)
    return version if not build or version.endswith(build) else f"{version}, built for {build}"


def _build(name: str) -> str:
    """What a package of PyTorch's was built for, such as "cpu" or "cu130"; "" where it is silent.

    Installers drop that from the version; the package's own version.py keeps it.
    """
    path = Path(str(metadata.distribution(name).locate_file(f"{name}/version.py")))
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        text = ""
    found = re.search(r"^__version__ = ['\"][^'\"+]*\+([^'\"]+)['\"]", text, re.MULTILINE)
    return found[1] if found else ""


def _required_torch() -> str:
    """The one version of torch that the installed torchvision accepts; "" where it takes any."""
    for requirement in metadata.requires("torchvision") or ():
        found = re.fullmatch(r"torch\s*\(?==\s*([^)\s;]+)\)?", requirement.split(";")[0].strip())
        if found:
            return found[1]
    return ""


def _extra(name: str) -> list[str]:
    """The packages that an extra of ours brings."""
    try:
        requirements = metadata.requires("grader") or []
    except metadata.PackageNotFoundError:
        return []
    mark = re.compile(rf"extra\s*==\s*['\"]{name}['\"]")
    return [re.split(r"[^\w.-]", line)[0] for line in requirements if mark.search(line)]


def _constraint(course: Course | None, name: str) -> str:
    """The version that the course's constraints.txt fixes, "" if none."""
    path = course.root / "constraints.txt" if course else None
    if path is None or not path.is_file():
        return ""
    found = re.search(rf"^{name}==([\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


def _equals(version: str) -> str:
    return f"=={version}" if version else ""


# ------------------------------------------------------------------------------------- Jupyter


def _kernel() -> Finding:
    """Whether the notebooks' kernel runs the Python that has the course's packages."""
    try:
        from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    except ImportError:
        return Finding("Jupyter", BAD, "is not installed", "pip install jupyterlab ipykernel")
    mend = f"{sys.executable} -m ipykernel install --sys-prefix"
    try:
        command = KernelSpecManager().get_kernel_spec("python3").argv
    except NoSuchKernel:
        return Finding("Jupyter", BAD, "there is no kernel python3 for the notebooks", mend)
    program = command[0] if command else ""
    if program not in NATIVE and os.path.abspath(program) != os.path.abspath(sys.executable):
        text = f"the kernel python3 runs another Python, {program}"
        return Finding("Jupyter", NOTE, text, mend)
    return Finding("Jupyter", OK, f"kernel python3, ipykernel {_version('ipykernel')}")


# ------------------------------------------------------------------------- disk, course, sandbox


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = f"{free / (1 << 30):.1f} GiB free in {folder}"
    if free < TOO_LITTLE_DISK:
        return Finding("disk", BAD, text, f"free {TOO_LITTLE_DISK >> 20} MiB at least")
    return Finding("disk", NOTE if free < LITTLE_DISK else OK, text)


def _course(folder: Path | None) -> tuple[Finding, Course | None]:
    try:
        course = find(folder)
    except CourseError as error:
        if "no course.toml in" in str(error):
            return Finding("course", NOTE, str(error)), None
        return Finding("course", BAD, str(error)), None
    units = ", ".join(unit.name for unit in course.units)
    return Finding("course", OK, f"{course.title}: {units}"), course


def _sandbox() -> Finding:
    """The sandbox that learners' code is graded in, and what became of the attacks on it."""
    try:
        report = sandbox.detect()
    except sandbox.SandboxUnavailable as error:
        first, *more = str(error).splitlines()
        mend = "one of the above; `grader autograde --unsafe` grades all the same, unprotected"
        return Finding("sandbox", BAD, first, mend if more else "grade on Linux", tuple(more))
    details: list[str] = []
    for attempt in report.attempts:
        if not attempt.holds:
            details.append(f"{attempt.tier.value}: {attempt.problem or 'does not hold'}")
        for probe in attempt.probes:
            held = "held" if probe.held else "GOT THROUGH"
            details.append(f"{probe.name}: {held} ({probe.detail})")
        details += attempt.notes
    weaker = report.tier is not sandbox.Tier.NAMESPACES
    return Finding("sandbox", NOTE if weaker else OK, report.tier.value, details=tuple(details))
