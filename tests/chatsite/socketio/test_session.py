"""Socket.IO protocol 5, Exchange protocol: what a server does with a client's packets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite.socketio.errors import LimitExceeded, TooManyUnacknowledged, UnexpectedPacket
from chatsite.socketio.options import Options
from chatsite.socketio.session import NEVER, AckReceived, ConnectRequested, EventReceived, NamespaceLeft, Session


def session_with(*namespaces, **options):
    session = Session(Options(**options), now=100)
    for namespace in namespaces:
        session.receive(f"0{namespace},", 100)
        session.accept(namespace, "sid")
    return session


class TestConnect:
    @pytest.mark.parametrize(
        ("text", "namespace", "auth", "answer"),
        [
            ("0", "/", None, '0{"sid":"x"}'),
            ("0/admin,", "/admin", None, '0/admin,{"sid":"x"}'),
            ('0/admin,{"token":"123"}', "/admin", {"token": "123"}, '0/admin,{"sid":"x"}'),
        ],
    )
    def test_connect_is_answered_with_connect_and_nothing_but_the_sid(self, text, namespace, auth, answer):
        session = session_with()
        assert session.receive(text, 100) == ConnectRequested(namespace, auth)
        assert session.accept(namespace, "x") == (answer,)

    def test_or_with_connect_error(self):
        session = session_with()
        session.receive("0", 100)
        assert session.refuse("/", "Not authorized", None) == ('4{"message":"Not authorized"}',)

    def test_a_refusal_may_say_more(self):
        session = session_with()
        session.receive("0/a,", 100)
        assert session.refuse("/a", "No", {"code": 1}) == ('4/a,{"message":"No","data":{"code":1}}',)

    def test_a_refused_client_may_try_again(self):
        session = session_with()
        session.receive("0", 100)
        session.refuse("/", "No", None)
        assert session.receive("0", 101) == ConnectRequested("/", None)

    @pytest.mark.parametrize("text", ['2["a"]', "31[]", "1", '4{"message":"x"}', '2/admin,["a"]'])
    def test_anything_before_connect_closes(self, text):
        with pytest.raises(UnexpectedPacket):
            session_with().receive(text, 100)

    @pytest.mark.parametrize("text", ['2["a"]', "31[]"])
    def test_anything_before_the_answer_closes(self, text):
        session = session_with()
        session.receive("0", 100)
        with pytest.raises(UnexpectedPacket):
            session.receive(text, 100)

    @pytest.mark.parametrize("accepted", [True, False])
    def test_connecting_twice_is_answered_once(self, accepted):
        session = session_with()
        session.receive("0", 100)
        if accepted:
            session.accept("/", "x")
        assert session.receive("0", 100) is None

    def test_another_namespace_closes_when_it_was_not_connected(self):
        with pytest.raises(UnexpectedPacket):
            session_with("/").receive('2/admin,["a"]', 100)

    def test_several_namespaces_at_once(self):
        session = session_with("/", "/admin")
        assert session.receive('2/admin,["a"]', 100) == EventReceived("/admin", "a", [], None)
        assert session.receive('2["b"]', 100) == EventReceived("/", "b", [], None)

    def test_namespaces_are_limited(self):
        session = session_with("/a", "/b", max_namespaces=2)
        with pytest.raises(LimitExceeded):
            session.receive("0/c,", 100)

    def test_a_connection_without_a_namespace_has_a_deadline(self):
        session = session_with(connect_timeout_s=10)
        assert session.deadline == 110
        session.receive("0", 105)
        session.accept("/", "x")
        assert session.deadline == NEVER
        session.disconnect("/", 200)
        assert session.deadline == 210

    def test_leaving_the_last_namespace_sets_it_anew(self):
        session = session_with("/", "/a", connect_timeout_s=10)
        session.receive("1", 200)
        assert session.deadline == NEVER
        session.receive("1/a,", 300)
        assert session.deadline == 310

    def test_while_the_application_decides_no_time_is_up(self):
        session = session_with(connect_timeout_s=10)
        session.receive("0", 109)
        assert session.deadline == NEVER
        session.refuse("/", "No", None)
        assert session.deadline == 110

    @given(st.lists(st.tuples(st.sampled_from(["refused", "withdrawn", "unknown"]), st.floats(0, 60)), max_size=30))
    def test_whatever_is_refused_gains_no_time(self, tries):
        session, now = session_with(connect_timeout_s=10), 100.0
        for kind, after_s in tries:
            now += after_s
            session.receive("0", now)
            if kind == "withdrawn":
                session.receive("1", now)
            else:
                session.refuse("/", "No", None)
            assert session.deadline == 110

    def test_a_refusal_beside_a_namespace_that_is_left_meanwhile(self):
        session = session_with("/a", connect_timeout_s=10)
        session.receive("0", 110)
        session.disconnect("/a", 120)
        assert session.deadline == NEVER
        session.refuse("/", "No", None)
        assert session.deadline == 130


class TestEvents:
    def test_events_come_out_with_their_arguments(self):
        assert session_with("/").receive('2["a",1,"2",{"3":[true]}]', 100) == EventReceived(
            "/", "a", [1, "2", {"3": [True]}], None
        )

    def test_an_event_may_want_an_acknowledgement(self):
        session = session_with("/")
        assert session.receive('212["foo"]', 100) == EventReceived("/", "foo", [], 12)
        assert session.acknowledge("/", 12, []) == ("312[]",)
        assert session.acknowledge("/", 12, ["bar", b"\1"]) == ('61-12["bar",{"_placeholder":true,"num":0}]', b"\1")

    def test_binary_events(self):
        session = session_with("/")
        assert session.receive('51-["a",{"_placeholder":true,"num":0}]', 100) is None
        assert session.receive(b"\1", 100) == EventReceived("/", "a", [b"\1"], None)

    def test_events_go_out(self):
        assert session_with("/admin").emit("/admin", "bar", (1,)) == ('2/admin,["bar",1]',)

    def test_connect_error_is_for_servers(self):
        with pytest.raises(UnexpectedPacket):
            session_with("/").receive('4{"message":"x"}', 100)


class TestAcknowledgements:
    def test_an_acknowledgement_comes_back_once(self):
        session = session_with("/")
        ack_id, messages = session.call("/", "foo", ("x",))
        assert messages == (f'2{ack_id}["foo","x"]',)
        assert session.receive(f'3{ack_id}["bar"]', 100) == AckReceived("/", ack_id, ["bar"])
        assert session.receive(f'3{ack_id}["bar"]', 100) is None

    def test_ids_differ(self):
        session = session_with("/", "/a")
        assert len({session.call(namespace, "foo", ())[0] for namespace in ("/", "/", "/a")}) == 3

    @pytest.mark.parametrize("answer", ["3[]", "37[]", "3/a,0[]"])
    def test_what_no_one_waits_for_means_nothing(self, answer):
        session = session_with("/", "/a")
        session.call("/", "foo", ())
        assert session.receive(answer, 100) is None

    def test_a_late_one_means_nothing(self):
        session = session_with("/")
        ack_id, _ = session.call("/", "foo", ())
        session.expire(ack_id)
        assert session.receive(f"3{ack_id}[]", 100) is None

    def test_they_are_limited(self):
        session = session_with("/", max_unacknowledged=2)
        session.call("/", "a", ())
        ack_id, _ = session.call("/", "b", ())
        with pytest.raises(TooManyUnacknowledged):
            session.call("/", "c", ())
        session.expire(ack_id)
        session.call("/", "c", ())

    def test_what_cannot_be_sent_is_not_waited_for(self):
        session = session_with("/", max_unacknowledged=1)
        with pytest.raises(TypeError):
            session.call("/", "a", (object(),))
        session.call("/", "a", ())


class TestDisconnect:
    def test_the_client_leaves(self):
        session = session_with("/", "/a")
        assert session.receive("1/a,", 100) == NamespaceLeft("/a")
        assert session.is_connected
        assert session.receive("1", 100) == NamespaceLeft("/")
        assert not session.is_connected

    def test_it_may_leave_before_the_answer(self):
        session = session_with()
        session.receive("0", 100)
        assert session.receive("1", 100) == NamespaceLeft("/")

    def test_it_may_come_back(self):
        session = session_with("/", "/a")
        session.receive("1/a,", 100)
        assert session.receive("0/a,", 100) == ConnectRequested("/a", None)

    def test_after_leaving_packets_close(self):
        session = session_with("/", "/a")
        session.receive("1/a,", 100)
        with pytest.raises(UnexpectedPacket):
            session.receive('2/a,["x"]', 100)

    def test_the_server_ends_a_namespace_and_forgives_packets_on_their_way(self):
        session = session_with("/", "/a")
        assert session.disconnect("/a", 100) == ("1/a,",)
        for late in ('2/a,["x"]', "3/a,0[]", "1/a,"):
            assert session.receive(late, 100) is None
        assert session.receive("0/a,", 100) == ConnectRequested("/a", None)

    def test_leaving_ends_what_was_owed(self):
        session = session_with("/", "/a", max_unacknowledged=1)
        session.call("/a", "x", ())
        session.receive("1/a,", 100)
        session.call("/", "x", ())
