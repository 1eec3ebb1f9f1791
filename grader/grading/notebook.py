"""Runs a notebook's cells in this process, as a kernel would, and keeps what they show.

An IPython shell inside the sandboxed process, and not a kernel: see benchmarks/README.md for
what each costs.
"""

from __future__ import annotations

import base64
import contextlib
import io
import os
import subprocess
import sys
import types
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from grader.plain_text import CUT

MAX_OUTPUTS = 40
MAX_PICTURES = 4 << 20


class _Recorder:
    """The outputs of the cell that is running, within limits."""

    def __init__(self, limit: int) -> None:
        self.text_left, self.pictures_left = limit, MAX_PICTURES
        self.outputs: list[dict[str, Any]] = []
        self.cut = False

    def add(self, output: dict[str, Any]) -> None:
        if len(self.outputs) < MAX_OUTPUTS:
            self.outputs.append(output)

    def text(self, name: str, text: str) -> None:
        whole, text = text, text[: self.text_left]
        self.text_left -= len(text)
        if len(text) < len(whole) and not self.cut:
            self.cut = True
            text += CUT
        if not text:
            return
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.add({"output_type": "stream", "name": name, "text": text})

    def display(self, kind: str, data: dict[str, Any]) -> None:
        shown: dict[str, str] = {}
        text = data.get("text/plain")
        if isinstance(text, str):
            shown["text/plain"] = text[: self.text_left]
            self.text_left -= len(shown["text/plain"])
        picture = data.get("image/png")
        if picture is not None:
            if isinstance(picture, bytes):
                picture = base64.b64encode(picture).decode()
            if isinstance(picture, str) and len(picture) <= self.pictures_left:
                self.pictures_left -= len(picture)
                shown["image/png"] = picture
        if shown:
            output: dict[str, Any] = {"output_type": kind, "data": shown, "metadata": {}}
            if kind == "execute_result":
                output["execution_count"] = None
            self.add(output)


class _Stream:
    """A text stream that writes into the recorder."""

    encoding = "utf-8"

    def __init__(self, recorder: _Recorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    def write(self, text: str) -> int:
        self._recorder.text(self._name, str(text))
        return len(text)

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True


class Notebook:
    """A shell that runs cells and fills a module with what they define.

    Args:
        unit: the module to fill.
        limit: bytes of text kept of all that the cells print.
    """

    def __init__(self, unit: types.ModuleType, limit: int) -> None:
        # Checks are for learners; here they would find no files. The judge brings its own.
        vars(unit)["check"] = lambda *names: None
        self.recorder = _Recorder(limit)
        self.shell = _shell(unit, self.recorder)

    def run(
        self, cell_id: str, source: str, limit: Callable[[], AbstractContextManager[None]]
    ) -> list[dict[str, Any]]:
        """Run one cell inside `limit()`; gives what it showed, its error included."""
        outputs: list[dict[str, Any]] = []
        self.recorder.outputs = outputs
        self.shell.compile.cell = f"cell {cell_id}"
        streams = sys.stdout, sys.stderr
        printed: Any = [_Stream(self.recorder, name) for name in ("stdout", "stderr")]
        sys.stdout, sys.stderr = printed
        try:
            with limit():
                result = self.shell.run_cell(source, store_history=False)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as late:  # the limit ran out outside the cell's own frames
            error = late
        finally:
            sys.stdout, sys.stderr = streams
        if error is not None:
            self.recorder.add(_error_output(error))
        return outputs


def _error_output(error: BaseException) -> dict[str, Any]:
    from grader.grading.learner_process import _frames

    lines = [f"{file}, line {line}: {code}" for file, line, code in _frames(error)]
    name, value = type(error).__name__, str(error)[:2000]
    traceback = [*lines[-8:], f"{name}: {value}"]
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": traceback}


def _shell(unit: types.ModuleType, recorder: _Recorder) -> Any:
    from IPython.core.compilerop import CachingCompiler
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.text import SList
    from traitlets import Type
    from traitlets.config import Config

    class Compiler(CachingCompiler):
        """Names each cell's code after the cell, so that a traceback can show it."""

        cell = "cell"

        def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
            return self.cell

    class Publisher(DisplayPublisher):
        def publish(self, data: dict[str, Any], *args: Any, **more: Any) -> None:
            recorder.display("display_data", data)

        def clear_output(self, wait: bool = False) -> None:
            recorder.outputs.clear()

    class Hook(DisplayHook):
        def write_output_prompt(self) -> None: ...

        def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
            recorder.display("execute_result", format_dict)

        def log_output(self, format_dict: Any) -> None: ...

        def finish_displayhook(self) -> None: ...

    class Shell(InteractiveShell):
        compiler_class = Type(Compiler)
        display_pub_class = Type(Publisher)
        displayhook_class = Type(Hook)

        def showtraceback(self, *args: Any, **more: Any) -> None: ...

        def showsyntaxerror(self, *args: Any, **more: Any) -> None: ...

        def enable_gui(self, gui: Any = None) -> None: ...

        # What `!command` calls. IPython's own would open a terminal, which a sandbox has none of.
        def system(self, cmd: str) -> None:
            self.user_ns["_exit_code"] = _run_program(self.var_expand(cmd, depth=1))

        def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                _run_program(self.var_expand(cmd, depth=depth + 1))
            text = printed.getvalue()
            return SList(text.splitlines()) if split else text

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.cache_size = 0
    shell = Shell.instance(config=config, user_module=unit, user_ns=unit.__dict__)
    _draw_inline(shell)
    return shell


def _run_program(command: str) -> int:
    """Run a shell command, print what it prints as it comes; its exit status."""
    with subprocess.Popen(
        command,
        shell=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as program:
        assert program.stdout
        for line in program.stdout:
            print(line, end="")
    return program.returncode


def _draw_inline(shell: Any) -> None:
    """Figures are shown under their cell, as in Jupyter."""
    backend = "module://matplotlib_inline.backend_inline"
    os.environ["MPLBACKEND"] = backend  # for whoever imports pyplot later
    shell.enable_matplotlib = lambda gui=None: (gui, "inline")
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        from matplotlib_inline.backend_inline import configure_inline_support

        pyplot.switch_backend(backend)
        pyplot.ion()  # what is left open is shown at the end of the cell
        configure_inline_support(shell, backend)
