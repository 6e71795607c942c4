"""Requests that take long to answer have threads of their own."""

import asyncio
import queue
import threading

import pytest
from django.http import HttpResponse

from chatsite.web import long_work, wsgi_bridge
from chatsite.web.wsgi_bridge import DjangoApplication

SLOW, QUICK = "/slow", "/quick"


class Site:
    """Stands in for Django: some answers come when the test lets them."""

    def __init__(self):
        self.let_go = threading.Event()
        self.bodies = []
        self.begun = queue.SimpleQueue()

    def __call__(self, environ, _start):
        response = HttpResponse(environ["PATH_INFO"])
        if environ["PATH_INFO"] == SLOW:
            if environ.get("chatsite.long_work"):
                environ["chatsite.long_work"] = "accepted"
                environ["chatsite.long_work.whose"] = environ["HTTP_X_PERSON"]
                response.set_cookie("session", "renewed")
                return response
            self.bodies.append(environ["wsgi.input"].read())
            self.begun.put(self.bodies[-1])
            assert self.let_go.wait(30)
        return response


async def ask(application, path, body=b"", person=0):
    sent = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": "PUT", "path": path, "raw_path": path.encode(), "query_string": b"",
        "http_version": "1.1", "headers": [
            (b"host", b"localhost"), (b"content-length", str(len(body)).encode()), (b"x-person", b"%d" % person)
        ],
    }  # fmt: skip
    await application(scope, receive, send)
    headers = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def site(settings):
    settings.HTTP_THREADS = 1
    return Site()


@pytest.fixture
def application(site):
    application = DjangoApplication()
    application._django = site
    return application


def test_long_work_holds_up_no_other_request(application, site):
    async def scenario():
        slow = [
            asyncio.create_task(ask(application, SLOW, b"a body", person))
            for person in range(wsgi_bridge.LONG_WORK_THREADS)
        ]
        quick = [await asyncio.wait_for(ask(application, QUICK), 20) for _ in range(5)]
        assert not any(task.done() for task in slow)
        site.let_go.set()
        return quick, await asyncio.gather(*slow)

    quick, slow = asyncio.run(scenario())
    assert {(status, body) for status, _, body in quick} == {(200, b"/quick")}
    assert {(status, body) for status, _, body in slow} == {(200, b"/slow")}
    assert site.bodies == [b"a body"] * len(slow)
    assert all(any(name == "set-cookie" and "renewed" in value for name, value in headers) for _, headers, _ in slow)


def test_too_much_long_work_is_refused_and_can_be_repeated(site, monkeypatch):
    monkeypatch.setattr(wsgi_bridge, "LONG_WORK_QUEUE", 1)
    application = DjangoApplication()
    application._django = site

    async def scenario():
        tasks = [
            asyncio.create_task(ask(application, SLOW, person=person))
            for person in range(wsgi_bridge.LONG_WORK_THREADS + 3)
        ]
        refused, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        site.let_go.set()
        await asyncio.gather(*tasks)
        return refused.pop().result(), sorted(task.result()[0] for task in tasks), await ask(application, SLOW)

    (status, headers, body), statuses, again = asyncio.run(scenario())
    assert (status, dict(headers)["retry-after"]) == (503, "5")
    assert b"busy with other files" in body
    assert statuses == [200] * (wsgi_bridge.LONG_WORK_THREADS + 1) + [503] * 2
    assert again[0] == 200


def test_the_many_of_one_person_leave_threads_for_others(application, site):
    async def scenario():
        many = [asyncio.create_task(ask(application, SLOW, b"many", 1)) for _ in range(10)]
        for _ in range(wsgi_bridge.LONG_WORK_SHARE):
            assert await asyncio.to_thread(site.begun.get, timeout=20) == b"many"
        other = asyncio.create_task(ask(application, SLOW, b"other", 2))
        assert await asyncio.to_thread(site.begun.get, timeout=20) == b"other"
        site.let_go.set()
        await asyncio.gather(*many, other)

    asyncio.run(asyncio.wait_for(scenario(), 30))
    assert len(site.bodies) == 11


def test_a_view_is_offered_another_thread_once():
    environ = {}
    long_work.offer(environ)
    assert not long_work.is_accepted(environ)
    environ |= {"chatsite.long_work": "accepted", "chatsite.long_work.whose": 7}
    assert long_work.is_accepted(environ)
    assert long_work.begin(environ) == 7
    assert environ == {}
