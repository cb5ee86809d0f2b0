"""Work on several threads: in order, bounded, and an error stops it."""

import threading

import pytest

from undertow.inference.parallel import in_order, thread_count


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_results_come_in_order(threads):
    assert list(in_order(lambda x: x * x, range(100), threads=threads)) == [x * x for x in range(100)]


def test_no_more_is_done_ahead_than_keeps_the_threads_busy():
    begun = []
    lock = threading.Lock()

    def work(x):
        with lock:
            begun.append(x)
        return x

    results = in_order(work, range(1000), threads=2)
    next(results)
    assert len(begun) < 10
    results.close()


def test_an_error_comes_out_where_it_happened():
    results = in_order(lambda x: 1 // (3 - x), range(10), threads=2)
    assert [next(results) for _ in range(3)] == [0, 0, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_the_number_of_threads_can_be_asked_for(monkeypatch):
    monkeypatch.setenv("UNDERTOW_THREADS", "3")
    assert thread_count() == 3
    for nonsense in ("", "0", "many", "-1"):
        monkeypatch.setenv("UNDERTOW_THREADS", nonsense)
        assert thread_count() >= 1
