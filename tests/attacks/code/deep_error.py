# Reports an error whose name, text and frames are lists in lists in lists.
# gets: 0, graded
# says: Exception
import grader.grading.learner_process as process

DEEP = b"[" * 900 + b"]" * 900


def answer(*arguments):
    return b'E{"kinds": %b, "message": %b, "frames": [[%b, %b, %b]]}' % ((DEEP,) * 5)


process._answer = answer


class Square(nn.Module):
    def forward(self, x):
        return x
