# Unpacks an archive of its own whose members climb out of the folder.
# gets: 0, graded
# prints: tried
import io
import os
import tarfile

with tarfile.open("work.tar", "w") as archive:
    for name in ("/etc/climbed", "/usr/lib/climbed", "@COURSE@/climbed"):
        member = tarfile.TarInfo(name)
        member.size = 1
        archive.addfile(member, io.BytesIO(b"x"))
with tarfile.open("work.tar") as archive:
    for member in archive:
        try:
            archive.extract(member, filter="fully_trusted")
            if not member.name.startswith("/tmp"):  # which may be its own
                print("WROTE", member.name)
        except OSError:
            pass
print("tried")


class Square(nn.Module):
    def forward(self, x):
        return x
