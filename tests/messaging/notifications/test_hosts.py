"""Push services that are slow or dead, by themselves."""

from messaging.notifications.push.delivery import FAILURES_UNTIL_PAUSED, JOBS_PER_HOST, Hosts


def test_a_host_has_room_for_a_few_jobs_and_others_are_not_touched():
    hosts = Hosts()
    hosts.note("a", is_well=True)
    turns = [hosts.turn("a") for _ in range(JOBS_PER_HOST + 1)]
    assert [turn.__enter__() for turn in turns] == [True] * JOBS_PER_HOST + [False]
    with hosts.turn("b") as is_free:
        assert is_free
    for turn in turns:  # the one that was turned away ends last, when the others are gone
        turn.__exit__(None, None, None)
    with hosts.turn("a") as is_free:
        assert is_free


def test_a_host_that_fails_again_and_again_is_left_alone_until_it_answers():
    hosts = Hosts()
    for _ in range(FAILURES_UNTIL_PAUSED - 1):
        hosts.note("a", is_well=False)
    assert hosts.pause_left_s("a") == 0
    hosts.note("a", is_well=False)
    assert hosts.pause_left_s("a") > 0
    assert hosts.pause_left_s("b") == 0
    hosts.note("a", is_well=True)
    assert hosts.pause_left_s("a") == 0


def test_hosts_that_do_not_answer_share_one_job_and_leave_room_for_those_that_do():
    hosts = Hosts()
    hosts.note("well", is_well=True)
    hosts.note("failing", is_well=True)
    hosts.note("failing", is_well=False)
    with hosts.turn("dead") as first, hosts.turn("failing") as second, hosts.turn("well") as third:
        assert (first, second, third) == (True, False, True)
    with hosts.turn("failing") as is_free:
        assert is_free
