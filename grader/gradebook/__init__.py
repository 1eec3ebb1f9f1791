"""nbgrader's gradebook: scores go in by one writer, and its own commands work on what we made."""
