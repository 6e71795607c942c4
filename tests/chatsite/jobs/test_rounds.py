"""What a server process does again and again beside the requests."""

import threading

from chatsite.jobs import worker


def test_each_round_comes_as_often_as_it_asks_also_beside_one_that_fails(monkeypatch, caplog):
    calls = {"failing": 0, "seldom": 0, "often": 0}
    is_enough = threading.Event()

    def failing() -> float:
        calls["failing"] += 1
        raise RuntimeError("broken")

    def seldom() -> float:
        calls["seldom"] += 1
        return 3600.0

    def often() -> float:
        calls["often"] += 1
        if calls["often"] == 5:
            is_enough.set()
        return 0.0

    monkeypatch.setattr(worker, "rounds", [failing, seldom, often])
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    rounds = worker.Rounds()
    rounds.start()
    assert is_enough.wait(10)
    rounds.stop()
    assert calls["failing"] == calls["seldom"] == 1
    assert calls["often"] >= 5
    assert "a round failed" in caplog.text
