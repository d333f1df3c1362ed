"""What went wrong with a request, in words that cannot hold the token; and whether it is Telegram that answers."""

import json
import os
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut


def telegrams(payload: bytes, status: int) -> dict[str, Any]:
    """An answer of the Bot API's: an object with a result, or with what hindered it. NetworkError for any other."""
    try:
        answer = json.loads(payload.decode(errors="replace"))  # one bad letter must not cost a batch of updates
    except ValueError:
        answer = None
    if isinstance(answer, dict) and ("result" in answer or answer.get("description")):
        return answer
    raise NetworkError(f"Bad gateway: what it says, with status {status}, is not Telegram's")


def without_url(problem: Exception) -> NetworkError:
    """What went wrong, in words that cannot hold the token: most texts of aiohttp may name the URL."""
    if isinstance(problem, aiohttp.ConnectionTimeoutError):
        return TimedOut("Timed out while connecting. The request was *not* sent.")
    if isinstance(problem, TimeoutError):
        return TimedOut()
    reason = ""
    match problem:
        case aiohttp.ClientConnectorError():
            reason = f": cannot connect to {problem.host}:{problem.port} ({problem.os_error})"
        case aiohttp.ClientHttpProxyError():
            reason = f": {problem.status} {problem.message}"
        case aiohttp.ServerDisconnectedError():
            reason = ": the server closed the connection before it had answered"
        case OSError(errno=int(number)):
            reason = f": {os.strerror(number)}"
    return NetworkError(type(problem).__name__ + reason)
