"""Measurements of the grader: `make bench`, or each module with `python -m benchmarks.NAME`."""
