from chatsite.socketio.limits import TokenBucket


def test_a_burst_then_the_rate():
    bucket = TokenBucket(2, 3, now=0)
    assert [bucket.take(0) for _ in range(4)] == [True, True, True, False]
    assert bucket.wait_s(0) == 0.5
    assert bucket.take(0.5)
    assert not bucket.take(0.9)
    assert bucket.take(1.0)


def test_it_never_holds_more_than_a_burst():
    bucket = TokenBucket(2, 3, now=0)
    assert [bucket.take(1000) for _ in range(4)] == [True, True, True, False]


def test_a_clock_that_steps_back_gives_nothing_away():
    bucket = TokenBucket(1, 1, now=100)
    assert bucket.take(100)
    assert not bucket.take(50)
