# A shell that runs nothing any more.
# gets: 3, graded
# place: 99
shell = get_ipython()
shell.run_cell = lambda *a, **k: None
