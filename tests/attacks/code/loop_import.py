# Never ends while it is loaded.
# gets: 0, timed out
while True:
    pass
