# Answers with JSON that is a million lists deep.
# gets: 0, crashed
# says: malformed
import grader.grading.learner_process as process

process.encode = lambda value: (2_000_000).to_bytes(4, "big") + b"[" * 1_000_000 + b"]" * 1_000_000


class Square(nn.Module):
    def forward(self, x):
        return x
