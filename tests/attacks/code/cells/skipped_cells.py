# Has a magic run in place of whatever cell comes next.
# gets: 0, graded
# place: 4
get_ipython().input_transformers_post.append(lambda lines: ["%%script false\n", *lines])
