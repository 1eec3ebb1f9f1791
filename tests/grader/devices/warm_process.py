"""A warm process: torch is imported, and each request is answered by a fork of it.

What the simulated accelerator changes it changes for a whole process, so nothing of it may run
where pytest runs. A request is a line of JSON: the file and name of a function, its arguments, and
whether to install the simulator first. The answer is what the function returned, or its error.
"""

import importlib.util
import json
import os
import sys
import warnings

import torch
import torch._dynamo  # what the first optimizer imports, here once for all forks

warnings.simplefilter("ignore")


def answer(request):
    """Run what was asked for, in this process."""
    try:
        if request["install"]:
            from grader import devices

            devices.install()
        spec = importlib.util.spec_from_file_location("asked", request["file"])
        module = importlib.util.module_from_spec(spec)
        sys.modules["asked"] = module
        spec.loader.exec_module(module)
        return {"value": getattr(module, request["function"])(*request["arguments"])}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}


if __name__ == "__main__":
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what tests print must not get between the answers
    assert torch.__version__
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            reply = json.dumps(answer(json.loads(line)))
            out.write(reply + "\n")
            out.flush()
            os._exit(0)
        _, status = os.waitpid(process, 0)
        if status != 0:
            out.write(json.dumps({"error": "Crash", "message": f"status {status}"}) + "\n")
            out.flush()
