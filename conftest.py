"""Lets `pytest tests/hidden` run the hidden tests in-process, against the solutions."""

pytest_plugins = ["grader.testing.author"]
