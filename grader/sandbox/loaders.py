"""Data loaders where no worker processes are to be had.

Workers talk by semaphores and sockets. Without namespaces those belong to the whole machine, and
are denied. There a loader does its workers' work itself: honest code gets the same batches in the
same order, only not sooner.
"""

from __future__ import annotations

import sys
from typing import Any


def load_without_workers() -> None:
    """Have every `DataLoader` of this process load by itself, however many workers it is given.

    Does nothing where PyTorch has not been imported.
    """
    module = sys.modules.get("torch.utils.data.dataloader")
    if module is None:
        return

    def iterator(self: Any) -> Any:
        workers, timeout = self.num_workers, self.timeout
        self.num_workers = self.timeout = 0
        try:
            return module._SingleProcessDataLoaderIter(self)
        finally:
            self.num_workers, self.timeout = workers, timeout

    module.DataLoader._get_iterator = iterator
