# Lifts the limits that it was born with, its own and those of its parent.
# gets: 0, graded
# prints: not permitted
import os
import resource

for limit in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE):
    for pid in (os.getpid(), os.getppid()):
        _, hard = resource.getrlimit(limit)
        try:
            resource.prlimit(pid, limit, (hard * 2, hard * 2))
            print("DONE", limit)
        except (OSError, ValueError) as error:
            print(error)


class Square(nn.Module):
    def forward(self, x):
        return x
