"""A notebook that is open in Jupyter is not written under its reader."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from grader.build import build
from grader.cli import main
from grader.course import Course, load
from grader.learner.jupyter import is_open
from grader.release import release

NUMBERS = "exercises/01_numbers/numbers.ipynb"
STUB = r"raise NotImplementedError(\"double: write this part\")"


def grader(course: Course, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--course", str(course.root), *arguments])


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this user's Jupyter servers say that they run."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    (tmp_path / "runtime").mkdir()
    return tmp_path / "runtime"


@pytest.fixture
def learner(tiny: Course, tmp_path: Path) -> Course:
    release(tiny, tmp_path / "mine")
    return load(tmp_path / "mine" / "course.toml")


Server = Callable[..., Any]


@pytest.fixture
def server(learner: Course, runtime: Path, tmp_path: Path) -> Iterator[Server]:
    """A real server; gives a function that asks it something."""
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.root_dir={learner.root}", "--ServerApp.port=0"]
    with open(tmp_path / "log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        deadline, info = time.monotonic() + 60, {}
        while not info:
            assert process.poll() is None and time.monotonic() < deadline, "no server"
            time.sleep(0.1)
            for found in runtime.glob("jpserver-*.json"):
                with contextlib.suppress(ValueError):  # it is being written
                    info = json.loads(found.read_text())

        def ask(method: str, path: str, content: Any = None) -> Any:
            data = json.dumps(content).encode() if content else None
            headers = {"Authorization": f"token {info['token']}"}
            url = f"{info['url']}api/{path}"
            request = urllib.request.Request(url, data, headers, method=method)
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or "null")

        yield ask
    finally:
        process.terminate()
        process.wait(30)


def open_notebook(server: Server) -> str:
    kernel = {"name": "python3"}
    content = {"path": NUMBERS, "name": "numbers", "type": "notebook", "kernel": kernel}
    return str(server("POST", "sessions", content)["id"])


@pytest.mark.slow
def test_what_is_open_is_left_alone_until_it_is_closed(
    learner: Course, server: Server, tiny: Course, tmp_path: Path
) -> None:
    path = learner.root / NUMBERS
    path.write_text(path.read_text().replace(STUB, "return x + x"))
    mine = path.read_bytes()
    source = tiny.root / "solutions/01_numbers/numbers.py"
    source.write_text(source.read_text().replace("Twice the tensor x.", "Twice x."))
    build(tiny)
    release(tiny, tmp_path / "newer")

    session = open_notebook(server)
    for command in (("reset", "double", "--yes"), ("update", str(tmp_path / "newer"))):
        result = grader(learner, *command)
        assert result.exit_code == 2, result.output
        assert f"nothing is changed: {NUMBERS} is open in Jupyter" in result.output
        assert "Close and Shut Down Notebook" in result.output
        assert path.read_bytes() == mine
    other = learner.root / "exercises/02_shapes/shapes.py"
    other.write_text(other.read_text().replace("raise NotImplementedError", "raise ValueError"))
    assert grader(learner, "reset", "square", "--yes").exit_code == 0, "another file is free"
    assert "raise ValueError" not in other.read_text()
    assert "numbers.ipynb is open in Jupyter" in grader(learner, "submit", "01_numbers").output

    path.unlink()
    assert grader(learner, "reset", "double", "--yes").exit_code == 0, "nothing to lose there"
    path.write_bytes(mine)

    server("DELETE", f"sessions/{session}")
    assert grader(learner, "reset", "double", "--yes").exit_code == 0
    assert STUB in path.read_text()


@pytest.mark.parametrize(
    "info",
    [
        "",
        "{}",
        "[]",
        '{"url": "http://127.0.0.1:9/", "token": "", "root_dir": "/"}',
        '{"url": "no address", "token": "", "root_dir": "/"}',
    ],
)
def test_a_server_that_is_gone_is_in_nobody_s_way(tiny: Course, runtime: Path, info: str) -> None:
    (runtime / "jpserver-1.json").write_text(info)
    assert not is_open(tiny.root / NUMBERS)


def test_another_program_at_a_server_s_old_port_is_in_nobody_s_way(
    tiny: Course, runtime: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        info = {"url": url, "token": "", "root_dir": str(tiny.root)}
        (runtime / "jpserver-1.json").write_text(json.dumps(info))

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"no HTTP at all\r\n\r\n")

        other = threading.Thread(target=answer)
        other.start()
        assert not is_open(tiny.root / NUMBERS)
        other.join()


def test_a_server_is_asked_without_a_proxy(
    tiny: Course, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would read the token."""
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.1)
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.setattr("urllib.request._opener", None)  # or an earlier look is remembered
        info = {"url": "http://127.0.0.1:9/", "token": "secret", "root_dir": str(tiny.root)}
        (runtime / "jpserver-1.json").write_text(json.dumps(info))
        assert not is_open(tiny.root / NUMBERS)
        with pytest.raises(TimeoutError):
            proxy.accept()
