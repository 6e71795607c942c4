"""Servers of the tests begin as copies of a prepared installation, which is as good as one that was just prepared."""

ROOMS = "from rooms.models import Room; print(*Room.objects.values_list('name', flat=True))"


def test_a_copy_needs_no_preparing_and_has_the_first_rooms(server):
    assert "Applied" not in server.log_since()
    assert server.run(ROOMS).split() == ["General", "Random"]


def test_a_server_with_a_language_of_its_own_prepares_itself(make_server):
    assert "Applied" in make_server(env={"LANGUAGE_CODE": "en"}).log_since()
