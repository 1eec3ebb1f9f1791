# Ends the process with success in a cell.
# gets: 0, crashed
# place: 1
import os

os._exit(0)
