# Prints without end.
# gets: 3, graded
# prints: more than the limit
# place: 99
while True:
    print("A" * 1000)
