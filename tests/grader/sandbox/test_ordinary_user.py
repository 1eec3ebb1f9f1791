"""All that the other files promise, as an ordinary user: they are run again as one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox import privileges

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
USER = 54321

CANNOT_READ = 77

# What does not depend on who runs it, or takes long.
LEFT_OUT = ("test_frames.py", "test_seccomp.py", "test_honest.py", "test_ordinary_user.py")
CHOSEN = "not test_limits or processes or scratch"


@pytest.mark.skipif(os.geteuid() != 0, reason="the tests already run as an ordinary user")
def test_everything_holds_for_an_ordinary_user():
    if not privileges.may_choose_uid():
        pytest.skip("this root cannot become another user")
    tests = [str(path) for path in sorted(HERE.glob("test_*.py")) if path.name not in LEFT_OUT]
    pytest_here = [sys.executable, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider"]
    pytest_here += ["-m", "not slow", "-k", CHOSEN]
    done = subprocess.run(
        [
            sys.executable,
            str(HERE / "as_user.py"),
            str(USER),
            *pytest_here,
            *tests,
        ],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if done.returncode == CANNOT_READ:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr
