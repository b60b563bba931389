"""Look-ups on real connections: answered as they are read, as the application would, and nothing else is."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import NoReturn

import pytest
from structlog.testing import capture_logs

import api.serving.quick
from api.serving.early import Early
from graph.isolation.answers import Answer
from graph.isolation.crew import Crew
from graph.isolation.runs import Run
from isolation_pools import COUNT, eventually
from quick_serving import ANSWER, Served, received, request, served_patiently, told, whole_in

served = pytest.fixture(name="served", scope="module")(served_patiently)


@pytest.fixture
def taskless(served: Served, monkeypatch: pytest.MonkeyPatch) -> Served:
    """Returns the server, in which no request is begun any more."""
    monkeypatch.setattr(api.serving.quick.QuickLookUps, "_start_asgi_task", began)
    return served


def began(*_: object) -> NoReturn:
    raise AssertionError("a request was begun")


def test_a_look_up_is_answered_without_a_request(taskless: Served) -> None:
    status, _, body = told(taskless.asked(request(COUNT)))
    assert (status, body[: len(ANSWER)]) == (200, ANSWER)


def test_head_and_body_come_in_one_piece(taskless: Served) -> None:
    with socket.create_connection(taskless.socket.getsockname(), timeout=60) as connection:
        connection.sendall(request(COUNT))
        assert len(whole_in(connection.recv(1 << 20))) == 1


@pytest.mark.parametrize("query", [COUNT, "ASK { ?s ?p ?o } # å+%", "SELECT * { ?s ?p }", "DROP ALL", "what"])
def test_it_is_the_answer_of_the_application(served: Served, query: str) -> None:
    assert told(served.asked(request(query))) == told(served.asked(request(query, of="")))


def test_a_fragment_is_no_part_of_the_query(served: Served) -> None:
    with_fragment = request(COUNT).replace(b" HTTP/1.1", b"#%0Awhat HTTP/1.1", 1)
    status, _, body = told(served.asked(with_fragment))
    assert (status, body[: len(ANSWER)]) == (200, ANSWER)


def test_it_may_come_in_pieces_and_many_on_one_connection(taskless: Served) -> None:
    whole = request(COUNT)
    found = taskless.asked(whole[:20], whole[20:90], whole[90:] + whole[:30], whole[30:], answers=2)
    assert [body[: len(ANSWER)] for _, body in whole_in(found)] == [ANSWER] * 2


def test_of_many_that_come_together_the_first_alone_is_answered_so(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    prepared = api.serving.quick.prepared
    monkeypatch.setattr(api.serving.quick, "prepared", lambda *each: asked.append(each[1]) or prepared(*each))
    found = served.asked(request(COUNT) * 3, answers=3)
    assert [body[: len(ANSWER)] for _, body in whole_in(found)] == [ANSWER] * 3
    assert asked == [COUNT]


def test_many_that_come_together_are_not_one_that_is_too_long(served: Served) -> None:
    long = request(COUNT, b"x-pad: " + b"p" * 30_000)
    found = served.asked(long[:100], long[100:] + long * 2 + long[:100], long[100:], answers=4)
    assert [head.split(b" ")[1] for head, _ in whole_in(found)] == [b"200"] * 4


def test_a_head_that_does_not_end_is_refused_behind_others(served: Served) -> None:
    found = served.asked(request(COUNT), request(COUNT)[:-2] + b"x-pad: ", *[b"p" * 30_000] * 3, answers=2)
    assert [head.split(b" ")[1] for head, _ in whole_in(found)] == [b"200", b"431"]


HEALTH = b"GET /health HTTP/1.1\r\nhost: here\r\n\r\n"
LISTED = b"GET /api/v1/projects HTTP/1.1\r\nhost: here\r\n\r\n"


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nhost: here\r\nx y: z\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nx-pad: " + b"p" * 70_000, b"431"),
    ],
)
@pytest.mark.parametrize("before", [1, 3])
def test_what_cannot_be_read_is_refused_behind_the_answers_before_it(
    served: Served, before: int, broken: bytes, status: bytes
) -> None:
    found = served.asked(LISTED * before + broken + LISTED * 9, answers=99)
    assert [head.split(b" ")[1] for head, _ in whole_in(found)] == [b"200"] * before + [status]


def test_a_body_that_cannot_be_read_is_refused_at_once(served: Served) -> None:
    head = b"POST /sparql HTTP/1.1\r\nhost: here\r\ncontent-type: application/sparql-query\r\n"
    found = served.asked(head + b"transfer-encoding: chunked\r\n\r\n", b"no length of a chunk\r\n")
    assert [head.split(b" ")[1] for head, _ in whole_in(found)] == [b"400"]


def test_who_leaves_while_requests_wait_makes_no_fault(served: Served) -> None:
    before = counted(served)
    many = request("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 200000") + HEALTH
    with capture_logs() as entries:
        for _ in range(10):
            with socket.create_connection(served.socket.getsockname(), timeout=60) as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.sendall(many)
        assert eventually(lambda: counted(served) >= before + 10)
    assert {each["event"] for each in entries} == {"request"}


def test_no_more_is_read_while_requests_wait(served: Served) -> None:
    with socket.create_connection(served.socket.getsockname(), timeout=60) as connection:
        connection.settimeout(1)
        with pytest.raises(
            TimeoutError
        ):  # answers that nobody reads fill what the kernel holds, then it ends
            connection.sendall(HEALTH * 1_000_000)
        assert eventually(lambda: waiting(served) > 0)  # between two parts none may
        assert waiting(served) < 300


def waiting(served: Served) -> int:
    """Returns how many requests wait at the connection where most do."""
    return max(len(each.pipeline) for each in tuple(served.server.server_state.connections))


def test_all_that_waited_are_answered(served: Served) -> None:
    found = served.asked(*[HEALTH * 500] * 4, request(COUNT)[:50], request(COUNT)[50:], answers=2_001)
    statuses = {head.split(b" ")[1] for head, _ in whole_in(found)}
    assert (len(whole_in(found)), statuses) == (2_001, {b"200"})
    assert whole_in(found)[-1][1].startswith(ANSWER)


def test_answers_keep_the_order_of_what_was_asked(served: Served) -> None:
    others = b"GET /health HTTP/1.1\r\nhost: here\r\n\r\n"
    found = served.asked(others + request(COUNT) + others + request(COUNT) + request(COUNT), answers=5)
    assert [body[:7] for _, body in whole_in(found)] == [
        *(whole_in(served.asked(others))[0][1][:7], ANSWER[:7]) * 2,
        ANSWER[:7],
    ]


OTHERS = {
    "with a body": request(COUNT, b"content-length: 3") + b"ASK",
    "with a body in chunks": request(COUNT, b"transfer-encoding: chunked") + b"3\r\nASK\r\n0\r\n\r\n",
    "of a page of another origin": request(COUNT, b"origin: https://yasgui.example"),
    "the last one": request(COUNT, b"connection: close"),
    "by HTTP/1.0": request(COUNT, version="1.0"),
}


@pytest.mark.parametrize("sent", OTHERS.values(), ids=OTHERS)
def test_what_is_not_as_plain_is_a_request(
    served: Served, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(api.serving.quick, "prepared", began)
    status, _, body = told(served.asked(sent))
    assert (status, body[: len(ANSWER)]) == (200, ANSWER)


def test_the_head_of_one_has_no_body(served: Served) -> None:
    assert served.asked(request(COUNT, b"connection: close", method="HEAD")).endswith(b"\r\n\r\n")


def test_it_is_told_in_the_log_and_counted(taskless: Served) -> None:
    before = counted(taskless)
    with capture_logs() as entries:
        taskless.asked(request(COUNT, b"x-request-id: look-up-1"))
        assert eventually(lambda: bool(entries))
    assert [(each["request_id"], each["status"], each["path"]) for each in entries] == [
        ("look-up-1", 200, "/sparql")
    ]
    assert counted(taskless) == before + 1


def test_it_is_told_while_the_connection_stays_open(taskless: Served) -> None:
    before = counted(taskless)
    with socket.create_connection(taskless.socket.getsockname(), timeout=60) as connection:
        for number in (1, 2):
            connection.sendall(request(COUNT))
            assert received(connection, 1)
            assert eventually(lambda number=number: counted(taskless) == before + number)


def test_what_was_answered_last_is_told_when_the_connection_ends(
    taskless: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.serving.quick, "_LATEST", 3600.0)
    before = counted(taskless)
    assert taskless.asked(request(COUNT))
    assert eventually(lambda: counted(taskless) == before + 1)


def counted(served: Served) -> int:
    return dict(served.app.state.tally.requests()).get(("GET", "/sparql", "200"), 0)


def test_a_fault_is_told_in_the_log_and_the_application_answers(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.serving.quick, "prepared", began)
    with capture_logs() as entries:
        assert told(served.asked(request(COUNT)))[0] == 200
        assert eventually(lambda: len(entries) == 2)
    assert {each["event"] for each in entries} == {"fault", "request"}


def test_a_fault_while_a_worker_works_leaves_nothing_of_it_behind(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [RuntimeError("once")]
    gather = Answer.gather_within

    def gathered(answer: Answer, seconds: float, most: int) -> bool:
        if faults:
            raise faults.pop()
        return gather(answer, seconds, most)

    monkeypatch.setattr(Answer, "gather_within", gathered)
    with capture_logs() as entries:
        found = [served.asked(request(COUNT)) for _ in range(3)]
        assert eventually(lambda: len(entries) == 4)
    assert [told(each)[2][: len(ANSWER)] for each in found] == [ANSWER] * 3
    assert [each["event"] for each in entries if each["event"] != "request"] == ["fault"]


def test_a_fault_behind_an_answer_is_told_and_answers_nothing_more(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults, finish = [RuntimeError("once")], Crew.finish

    def finished(crew: Crew, run: Run) -> Exception | None:
        cause = finish(crew, run)
        if faults:
            raise faults.pop()
        return cause

    monkeypatch.setattr(Crew, "finish", finished)
    with capture_logs() as entries:
        found = served.asked(request(COUNT) * 2, answers=2)
        assert eventually(lambda: len(entries) == 3)
    assert [body[: len(ANSWER)] for _, body in whole_in(found)] == [ANSWER] * 2
    assert [each["started"] for each in entries if each["event"] == "fault"] == [True]


def test_a_log_that_takes_nothing_more_costs_no_answer(
    taskless: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.serving.quick, "note_request", full)
    before = counted(taskless)
    with socket.create_connection(taskless.socket.getsockname(), timeout=60) as connection:
        for _ in range(2):
            connection.sendall(request(COUNT))
            assert told(received(connection, 1))[0] == 200
    assert eventually(lambda: counted(taskless) == before + 2)


def full(*_: object) -> NoReturn:
    raise OSError(28, "No space left on device")


def test_what_is_not_there_at_once_goes_on_as_a_request(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.serving.early.AT_ONCE", 0.0)
    pool = served.app.state.services.pool
    before = sum(pool.occupied.ended.values())
    assert told(served.asked(request(COUNT)))[2].startswith(ANSWER)
    assert sum(pool.occupied.ended.values()) == before + 1


def test_while_one_goes_on_nobody_else_is_waited_for(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("api.serving.early.AT_ONCE", 0.0)
    monkeypatch.setattr("api.serving.early.SOON", 60.0)  # however busy the machine is
    monkeypatch.setattr(Answer, "gather_within", lambda _, seconds, __: bool(waited.append(seconds)))
    early, pool = Early(), served.app.state.services.pool
    answers = [pool.answer(COUNT, "text/csv") for _ in range(3)]
    assert [early.at_once(each) for each in answers[:2]] == [None, None]
    assert [each.is_begun for each in answers] == [True, False, False]
    assert asyncio.run(early.whole(answers[0]))
    assert early.at_once(answers[2]) is None
    assert [each.is_begun for each in answers] == [True, False, True]
    answers[2].close()
    assert waited == [0.0] * 2


def test_clients_behind_a_proxy_have_limits_of_their_own() -> None:
    with Served(trusted_proxies=("127.0.0.1",), requests_per_minute=1) as proxied:
        found = [proxied.asked(request(COUNT, b"x-forwarded-for: 192.0.2.%d" % n)) for n in (7, 8, 7)]
    assert [told(each)[0] for each in found] == [200, 200, 429]


def test_a_client_may_ask_no_more_often_than_others() -> None:
    with Served(unlimited=()) as limited:
        limited.app.state.rates._most["requests"] = 2
        limited.app.state.rates._limiter = None
        found = limited.asked(request(COUNT) * 3, answers=3)
    assert [int(head.split(b" ")[1]) for head, _ in whole_in(found)] == [200, 200, 429]
