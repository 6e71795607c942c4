"""Work in the background at an even pace, however many threads do it."""

import threading
import time

from chatsite.limits.pace import Pace


def test_threads_go_on_one_after_the_other_and_never_in_a_burst():
    pace, began, gone = Pace(per_s=200), time.monotonic(), list[float]()

    def work() -> None:
        for _ in range(5):
            pace.wait()
            gone.append(time.monotonic() - began)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(moment >= number / 200 for number, moment in enumerate(sorted(gone)))


def test_what_was_not_used_is_not_saved_up():
    pace = Pace(per_s=20)
    pace.wait()
    time.sleep(0.2)
    began = time.monotonic()
    for _ in range(3):
        pace.wait()
    assert time.monotonic() - began >= 0.1
