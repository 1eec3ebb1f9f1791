# Ends the process with success while it is loaded.
# gets: 0, crashed
import os

os._exit(0)
