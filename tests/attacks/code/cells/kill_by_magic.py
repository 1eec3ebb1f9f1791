# Kills every process that it may, by a program.
# gets: 0, crashed
# place: 1
!kill -9 -1
