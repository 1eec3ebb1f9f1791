"""What grading looks like to people: tables, pages, files for other systems."""
