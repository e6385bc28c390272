"""What a form sends is read off the event loop, with the bounds that it has."""

import threading

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.exceptions import HTTPException
from starlette.requests import Request

from app.web import posted
from app.web.posted import FORM_TYPE, posted_fields
from app.work.task import Task, working_at


def request_with(body: bytes, kind: str = FORM_TYPE) -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", kind.encode())]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers, "app": None}
    return Request(scope, receive)


def fields_of(body: bytes, kind: str = FORM_TYPE, *, most: int = 3) -> list[tuple[str, str]]:
    with start_blocking_portal() as portal:  # for a browser may run a loop in this thread
        return portal.call(lambda: posted_fields(request_with(body, kind), most=most))


def test_every_field_is_read_in_its_order() -> None:
    assert fields_of(b"a=1&b=%C3%A9+x&a=") == [("a", "1"), ("b", "é x"), ("a", "")]
    assert fields_of(b"") == []
    parts = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
    assert fields_of(parts, "multipart/form-data; boundary=x") == [("a", "1")]


def test_too_many_fields_are_refused() -> None:
    with pytest.raises(HTTPException) as refused:
        fields_of(b"a=1&b=2&c=3&d=4")
    assert refused.value.status_code == 400


def test_a_body_that_takes_long_to_read_keeps_the_event_loop_free(monkeypatch) -> None:
    reading, seen = posted.read_form, []

    def read_form(request: Request, most: int) -> list[tuple[str, str]]:
        seen.append(threading.current_thread())
        return reading(request, most)

    monkeypatch.setattr(posted, "read_form", read_form)
    task = Task("a")

    with working_at(task):
        assert fields_of(b"&" * 900_000) == []

    assert seen != [threading.current_thread()]
    assert task.used > 0
