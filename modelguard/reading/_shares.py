"""What is left to read, shared by processes: others take from its front, the first one from its end."""

from __future__ import annotations

import mmap
from multiprocessing.context import BaseContext


class Shares:
    """The places of a list, each given to one process only. Made before the other processes are forked."""

    def __init__(self, count: int, context: BaseContext) -> None:
        self._lock = context.Lock()
        self._ends = memoryview(mmap.mmap(-1, 16)).cast("q")
        self._ends[1] = count

    def first(self, most: int) -> range:
        """The next places from the front, at most so many; none where all are given away."""
        with self._lock:
            start = self._ends[0]
            self._ends[0] = stop = min(start + most, self._ends[1])
        return range(start, stop)

    def last(self, most: int) -> range:
        """The next places from the end."""
        with self._lock:
            stop = self._ends[1]
            self._ends[1] = start = max(stop - most, self._ends[0])
        return range(start, stop)
