# A compiler that gives every later cell the name of another, and its source away.
# gets: 3, graded
# place: 3
shell = get_ipython()
shell.compile.get_code_name = lambda *arguments: "/etc/passwd"
shell.compile.cache = lambda *arguments, **options: "/etc/passwd"
