# The object goes through a file in memory; it is the learner's own, so nothing hostile is in it.
import io


def clone_network(net):
    buffer = io.BytesIO()
    torch.save(net, buffer)
    buffer.seek(0)
    return torch.load(buffer, weights_only=False)
