"""A stand-in for Telegram that is nothing but fast: it hands out updates, takes the answers and keeps the time.

It runs as a process of its own (`python -m bench.server`), reads a `Plan` as a line of JSON, and prints a line of JSON
when it listens, one at the end of each phase, and its figures at the end of all. It speaks only as much HTTP and Bot
API as bots need: POST with a urlencoded body, getUpdates with offset, limit and long polling, sendMessage; any other
method is answered `true`.
"""

import asyncio
import json
import re
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from yarl import query_to_pairs

from bench.plan import Plan, language_of

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
ME = '{"id":1,"is_bot":true,"first_name":"Bench","username":"bench_bot"}'
PATIENCE = 10.0  # seconds without any answer, after which what is unanswered is lost
WAIT_LIMIT = 5.0  # seconds that a getUpdates is held at most
TAG = re.compile(r"</?[a-z][^>]*>")


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
        self._asked: dict[int, deque[tuple[float, str]]] = {}
        self._poll: tuple[Protocol, int, asyncio.TimerHandle] | None = None
        self._answers: list[tuple[str, str]] = []
        self._sent = 0
        self.first_answer = 0.0
        self._last_answer = time.monotonic()
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
        self._sent += 1
        if not self._asked.get(chat):
            self.unasked += 1
        else:
            phase = self._plan.phases[self._phase]
            asked, expected = self._asked[chat].popleft()
            self._answers.append((expected, text))
            phase.latencies.append(now - asked)
            self._last_answer = now
            self._settle(1)
        return (
            f'{{"message_id":{self._sent},"date":1764000000,"from":{ME},"chat":{{"id":{chat},"type":"private",'
            f'"first_name":"R"}},"text":{json.dumps(TAG.sub("", text))}}}'
        )

    def _settle(self, number: int) -> None:
        """So many updates of the phase need no more waiting for."""
        phase = self._plan.phases[self._phase]
        self._answered += number
        if self._answered == phase.count:
            phase.ended = self._last_answer
            self._phase, self._made, self._answered = self._phase + 1, 0, 0
            self._phase_ended()
        if self._poll:
            asyncio.get_running_loop().call_soon(self._answer_poll)

    def give_up(self) -> None:
        """Count what is unanswered as lost where the bot has answered nothing for long; called now and then."""
        silent = time.monotonic() - self._last_answer
        if self._phase < len(self._plan.phases) and self._made > self._answered and silent > PATIENCE:
            lost = self._made - self._answered
            self._plan.phases[self._phase].lost += lost
            self._plan.phases[self._phase].silence += silent
            self._asked.clear()
            self._last_answer = time.monotonic()
            self._settle(lost)

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
            question = phase.questions[self._made // 2 % len(phase.questions)]
            self._asked.setdefault(chat, deque()).append((now, question.expect[language_of(chat)]))
            made.append(self._update(chat, question.text))
            self._unconfirmed.append((self._next_id, made[-1]))
            self._next_id += 1
            self._made += 1
        return made

    def _update(self, chat: int, text: str) -> str:
        command = len(text.partition(" ")[0])
        return (
            f'{{"update_id":{self._next_id},"message":{{"message_id":{self._next_id},"date":1764000000,'
            f'"from":{{"id":{chat},"is_bot":false,"first_name":"R","language_code":"{language_of(chat)}"}},'
            f'"chat":{{"id":{chat},"type":"private","first_name":"R"}},"text":"{text}",'
            f'"entities":[{{"offset":0,"length":{command},"type":"bot_command"}}]}}}}'
        )

    def report(self) -> dict[str, Any]:
        """Figures of each phase, and how many answers were not what was expected (must be 0)."""
        wrong = sum(expected not in text for expected, text in self._answers)
        return {
            "first_answer": self.first_answer,
            "wrong": wrong + self.unasked,
            "phases": [
                {
                    "rate": (phase.count - phase.lost) / (phase.ended - phase.began - phase.silence),
                    "lost": phase.lost,
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


async def _watch(load: Load) -> None:
    while True:
        await asyncio.sleep(1)
        load.give_up()


async def serve(plan: Plan) -> None:
    """Run the plan, print its report, then go on answering until the bot has been stopped and stdin closed."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Semaphore(0)
    load = Load(plan, ended.release)
    server = await loop.create_server(lambda: Protocol(load), "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    watch = asyncio.create_task(_watch(load))
    for number, _ in enumerate(plan.phases):
        await ended.acquire()
        print(json.dumps({"ended": number}), flush=True)
    watch.cancel()
    await asyncio.sleep(0.3)  # an answer given twice would come now
    print(json.dumps(load.report()), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Read the plan and serve it."""
    plan = Plan.read(json.loads(sys.stdin.readline()))
    import uvloop  # noqa: PLC0415 - the server alone needs it to be fast

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(plan))


if __name__ == "__main__":
    main()
