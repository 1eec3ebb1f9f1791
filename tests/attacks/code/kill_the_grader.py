# Knows the grader's process number, and sends it every signal there is by every call there is.
# gets: 0, graded
# prints: tried
import ctypes
import os
import signal

libc = ctypes.CDLL(None)
me = os.getpid(), os.getppid()
for pid in range(max(2, @PID@ - 50), @PID@ + 50):
    if pid in me:
        continue
    for act in (
        lambda: os.kill(pid, signal.SIGKILL),
        lambda: os.killpg(pid, signal.SIGKILL),
        lambda: signal.pidfd_send_signal(os.pidfd_open(pid), signal.SIGKILL),
        lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
        lambda: os.sched_setaffinity(pid, {0}),
    ):
        try:
            act()
            print("KILLED", pid)
        except OSError:
            pass
print("tried")


class Square(nn.Module):
    def forward(self, x):
        return x
