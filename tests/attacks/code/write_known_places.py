# Knows where the course lies, and writes its own points, tests and solutions there.
# gets: 0, graded
# prints: tried
import os

PLACES = (
    "gradebook.db", ".grader/store/own.json", "tests/hidden/02_shapes/test_square.py", "canary.txt",
    "course.toml", "submitted/somebody_else/02_shapes/shapes.py", "",
)
ACTS = (
    lambda path: open(path, "w"),
    lambda path: os.remove(path),
    lambda path: os.rename(path, path + "~"),
    lambda path: os.truncate(path, 0),
    lambda path: os.symlink("/", path + "~"),
    lambda path: os.mkdir(path + "~"),
)
for place in PLACES:
    path = "@COURSE@/" + place
    for act in ACTS:
        try:
            act(path)
            print("WROTE", path)
        except OSError:
            pass
    try:
        os.chmod(path, 0o777)  # where this says yes, nothing must have come of it
        os.utime(path, (0, 0))
    except OSError:
        pass
print("tried")


class Square(nn.Module):
    def forward(self, x):
        return x
