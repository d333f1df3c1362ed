"""A stand-in for Telegram that is nothing but fast: it hands out updates, takes the answers and keeps the time.

It runs as a process of its own (`python -m bench.server JSON`) and prints a line of JSON when it listens, one at the
end of each phase, and its figures when every update was answered. It speaks only as much HTTP and Bot API as bots need:
POST with a urlencoded body, getUpdates with offset, limit and long polling, sendMessage; any other method is answered
`true`.
"""

import asyncio
import json
import re
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from yarl import query_to_pairs

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
ME = '{"id":1,"is_bot":true,"first_name":"Bench","username":"bench_bot"}'
WAIT_LIMIT = 5.0  # seconds that a getUpdates is held at most
TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass
class Phase:
    """A number of updates, of which at most `window` are unanswered at any time."""

    window: int
    count: int
    began: float = 0.0
    ended: float = 0.0
    latencies: list[float] = field(default_factory=list)


@dataclass
class Plan:
    """What to deliver, and what each language's answer must contain."""

    phases: list[Phase]
    chats: int
    text: str
    expect: dict[str, str]


def language_of(chat: int) -> str:
    """Every other chat's client is in Kazakh."""
    return "kk" if chat % 2 else "ru"


class Load:
    """The state of a run. Times are seconds of the monotonic clock, which all processes share."""

    def __init__(self, plan: Plan, phase_ended: Callable[[], None]) -> None:
        self._plan = plan
        self._phase_ended = phase_ended
        self._phase = 0
        self._made = 0  # updates of this phase
        self._answered = 0  # of this phase
        self._next_id = 1
        self._unconfirmed: deque[tuple[int, str]] = deque()
        self._asked: dict[int, deque[float]] = {}
        self._poll: tuple[Protocol, int, asyncio.TimerHandle] | None = None
        self._answers: list[tuple[int, str]] = []
        self._sent = 0
        self.first_answer = 0.0
        self.unasked = 0

    def call(self, protocol: "Protocol", method: str, body: str) -> None:
        arguments = dict(query_to_pairs(body))
        if method == "getUpdates":
            self._get_updates(protocol, arguments)
        elif method == "sendMessage":
            protocol.answer(self._message(int(arguments["chat_id"]), arguments["text"]))
        else:
            protocol.answer(ME if method == "getMe" else "true")

    def _message(self, chat: int, text: str) -> str:
        now = time.monotonic()
        self.first_answer = self.first_answer or now
        self._answers.append((chat, text))
        self._sent += 1
        if not self._asked.get(chat):
            self.unasked += 1
        else:
            phase = self._plan.phases[self._phase]
            phase.latencies.append(now - self._asked[chat].popleft())
            self._answered += 1
            if self._answered == phase.count:
                phase.ended = now
                self._phase, self._made, self._answered = self._phase + 1, 0, 0
                self._phase_ended()
            if self._poll:
                asyncio.get_running_loop().call_soon(self._answer_poll)
        return (
            f'{{"message_id":{self._sent},"date":1764000000,"from":{ME},"chat":{{"id":{chat},"type":"private",'
            f'"first_name":"R"}},"text":{json.dumps(TAG.sub("", text))}}}'
        )

    def _get_updates(self, protocol: "Protocol", arguments: dict[str, str]) -> None:
        offset = int(arguments.get("offset", 0))
        while self._unconfirmed and self._unconfirmed[0][0] < offset:
            self._unconfirmed.popleft()
        limit = int(arguments.get("limit", 100))
        updates = [update for _, update in self._unconfirmed][:limit]
        updates += self._new_updates(limit - len(updates))
        wait = float(arguments.get("timeout", 0))
        if updates or not wait:
            protocol.answer(f"[{','.join(updates)}]")
        else:
            timer = asyncio.get_running_loop().call_later(min(wait, WAIT_LIMIT), self._answer_poll, True)
            self._poll = (protocol, limit, timer)

    def _answer_poll(self, timed_out: bool = False) -> None:
        if not self._poll:
            return
        protocol, limit, timer = self._poll
        updates = self._new_updates(limit)
        if updates or timed_out:
            timer.cancel()
            self._poll = None
            protocol.answer(f"[{','.join(updates)}]")

    def _new_updates(self, limit: int) -> list[str]:
        if self._phase == len(self._plan.phases):
            return []
        phase = self._plan.phases[self._phase]
        number = min(limit, phase.window - (self._made - self._answered), phase.count - self._made)
        if number <= 0:
            return []
        now = time.monotonic()
        phase.began = phase.began or now
        made = []
        for _ in range(number):
            chat = 1000 + self._next_id % self._plan.chats
            self._asked.setdefault(chat, deque()).append(now)
            made.append(self._update(chat))
            self._unconfirmed.append((self._next_id, made[-1]))
            self._next_id += 1
        self._made += number
        return made

    def _update(self, chat: int) -> str:
        return (
            f'{{"update_id":{self._next_id},"message":{{"message_id":{self._next_id},"date":1764000000,'
            f'"from":{{"id":{chat},"is_bot":false,"first_name":"R","language_code":"{language_of(chat)}"}},'
            f'"chat":{{"id":{chat},"type":"private","first_name":"R"}},"text":"{self._plan.text}",'
            f'"entities":[{{"offset":0,"length":{len(self._plan.text)},"type":"bot_command"}}]}}}}'
        )

    def report(self) -> dict[str, Any]:
        """Figures of each phase, and how many answers were not what was expected (must be 0)."""
        wrong = sum(self._plan.expect[language_of(chat)] not in text for chat, text in self._answers)
        return {
            "first_answer": self.first_answer,
            "wrong": wrong + self.unasked,
            "phases": [
                {
                    "rate": phase.count / (phase.ended - phase.began),
                    "p50": sorted(phase.latencies)[len(phase.latencies) // 2],
                    "p99": sorted(phase.latencies)[len(phase.latencies) * 99 // 100],
                }
                for phase in self._plan.phases
            ],
        }


class Protocol(asyncio.Protocol):
    """HTTP/1.1 over one kept-alive connection, without pipelining."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._data = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._data += data
        end = self._data.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._data[:end].decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0] or 0)
        if len(self._data) < end + 4 + length:
            return
        body = self._data[end + 4 : end + 4 + length].decode()
        method = self._data[:end].split(maxsplit=2)[1].decode().rpartition("/")[2]
        self._data = b""
        self._load.call(self, method, body)

    def answer(self, result: str) -> None:
        """Answer the request with Telegram's envelope around `result` (JSON)."""
        body = b'{"ok":true,"result":' + result.encode() + b"}"
        self._transport.write(HEAD % (len(body), body))


async def serve(plan: Plan) -> None:
    """Run the plan, print its report, then go on answering until the bot has been stopped and stdin closed."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Semaphore(0)
    load = Load(plan, ended.release)
    server = await loop.create_server(lambda: Protocol(load), "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    for number, _ in enumerate(plan.phases):
        await ended.acquire()
        print(json.dumps({"ended": number}), flush=True)
    await asyncio.sleep(0.3)  # an answer given twice would come now
    print(json.dumps(load.report()), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main(arguments: str) -> None:
    """`arguments`: the plan as JSON."""
    given = json.loads(arguments)
    given["phases"] = [Phase(**phase) for phase in given["phases"]]
    import uvloop  # noqa: PLC0415 - the server alone needs it to be fast

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(Plan(**given)))


if __name__ == "__main__":
    main(sys.argv[1])
