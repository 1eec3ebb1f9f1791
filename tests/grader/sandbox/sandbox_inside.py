"""Entry functions that run inside the sandboxes of these tests."""

import json


def run(channel, argument):
    """Execute the argument as Python; its `say(value)` is how it answers."""
    names = {
        "channel": channel,
        "say": lambda value: channel.send(json.dumps(value).encode()),
        "__name__": "__main__",
    }
    exec(compile(argument.decode(), "handed_in.py", "exec"), names)
