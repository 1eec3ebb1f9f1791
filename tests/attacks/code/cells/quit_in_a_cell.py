# Leaves as one leaves IPython, then as one leaves Python.
# gets: 3, graded
# place: 3
get_ipython().ask_exit()
quit()
