"""nbgrader's configuration: its own commands, with our sandbox and our verdicts."""

from grader.gradebook.nbgrader_steps import configure

configure(get_config(), __file__)  # noqa: F821  # traitlets defines it when it runs this file
