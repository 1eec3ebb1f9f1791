# Tries to become root, to mount, to leave its namespace.
# gets: 0, graded
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for name, call in {
    "setuid": lambda: os.setuid(0),
    "chroot": lambda: os.chroot("/tmp"),
}.items():
    try:
        call()
        if name != "setuid" or os.path.exists("/root/.bashrc"):
            print("DONE", name)
    except OSError as error:
        print(error)
if libc.unshare(0x10000000) == 0:
    print("DONE unshare")
if libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0:
    print("DONE mount")


class Square(nn.Module):
    def forward(self, x):
        return x
