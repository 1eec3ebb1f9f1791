# Knows where the course lies, and reads hidden tests, solutions, gradebook, secret and home there.
# gets: 0, graded
# prints: not to be had
import glob
import subprocess

PLACES = (
    "tests/hidden/02_shapes/test_square.py", "solutions/02_shapes/shapes.py", "gradebook.db",
    ".grader/secret", "canary.txt", "submitted/somebody_else/02_shapes/notes.txt",
    "home/.ssh/id_rsa", "course.toml",
)
for place in PLACES:
    for path in ("@COURSE@/" + place, "/proc/@PID@/root@COURSE@/" + place):
        try:
            print("FOUND", open(path).read())
        except OSError as error:
            print("not to be had", error)
        try:
            print(subprocess.run(["cat", path], capture_output=True).stdout)
        except OSError as error:
            print(error)
print(glob.glob("@COURSE@/**", recursive=True))


class Square(nn.Module):
    def forward(self, x):
        return x
