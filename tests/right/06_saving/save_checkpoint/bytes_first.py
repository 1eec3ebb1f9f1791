# The bytes are made in memory first; pathlib does the rest. The generator is asked directly.
import io
from pathlib import Path


def save_checkpoint(path, net, optimizer, epoch, extra):
    buffer = io.BytesIO()
    random = torch.default_generator.get_state()
    everything = [net.state_dict(), optimizer.state_dict(), random, epoch]
    torch.save({"everything": everything, "extra": extra}, buffer)
    new = Path(path).with_name(Path(path).name + "~")
    new.write_bytes(buffer.getvalue())
    new.replace(path)


def resume(path, net, optimizer):
    with open(path, "rb") as file:
        saved = torch.load(file, map_location="cpu", weights_only=True)
    state, memory, random, epoch = saved["everything"]
    net.load_state_dict(state)
    optimizer.load_state_dict(memory)
    torch.default_generator.set_state(random)
    return epoch
