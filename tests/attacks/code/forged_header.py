# Answers with tensors whose header promises more bytes than there are in the world.
# gets: 0, crashed
# says: malformed
import grader.grading.learner_process as process

FORGED = b'{"0":{"dtype":"F32","shape":[9007199254740993,1024],"data_offsets":[0,36893488147419103232]}}'


def encode(value):
    structure = b'{"tensor": "0"}'
    length = len(FORGED).to_bytes(8, "little")
    return len(structure).to_bytes(4, "big") + structure + length + FORGED


process.encode = encode


class Square(nn.Module):
    def forward(self, x):
        return x
