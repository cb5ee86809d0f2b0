"""The same work on many things, on several threads, results in order.

ONNX Runtime lets go of Python's lock while it computes, and a window on one thread each is faster than one window on
two. How many threads there are changes no result: each piece of work is computed alone.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

MOST = 8  # threads: beyond them memory is the limit, not arithmetic

A = TypeVar("A")
B = TypeVar("B")


def thread_count() -> int:
    """What `UNDERTOW_THREADS` asks for, else one thread a core."""
    value = os.environ.get("UNDERTOW_THREADS", "")
    if value.isdigit() and int(value) > 0:
        return int(value)
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, available)


def in_order(work: Callable[[A], B], items: Iterable[A], *, threads: int) -> Iterator[B]:
    """Yield `work(item)` for each item, in order; no more is done ahead than keeps the threads busy."""
    if threads <= 1:
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(threads)
    try:
        ahead: deque[Future[B]] = deque()
        for item in items:
            ahead.append(pool.submit(work, item))
            if len(ahead) > 2 * threads:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
