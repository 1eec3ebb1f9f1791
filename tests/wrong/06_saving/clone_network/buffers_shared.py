# The parameters are copied, and the buffers handed over as they are.
# fails: test_buffers_are_its_own
def clone_network(net):
    clone = copy.deepcopy(net)
    for old, new in zip(net.modules(), clone.modules()):
        for name, buffer in old._buffers.items():
            new._buffers[name] = buffer
    return clone
