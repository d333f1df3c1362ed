"""Logging: one line an event, for people or machines; the token never appears, wherever a library may put it."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from pythonjsonlogger.json import JsonFormatter

if TYPE_CHECKING:
    from bot.settings import Settings

TEXT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
JSON = "%(asctime)s %(levelname)s %(name)s %(message)s"
QUIET = ("pymorphy3", "httpx", "aiohttp", "aiosqlite", "alembic", "asyncio", "uvicorn", "telegram.ext")

# It tells of each answer that is no JSON, whole and with a traceback: every 502. Who asked tells what failed.
MUTE = "telegram.request.BaseRequest"


class Redacting(logging.Formatter):
    """Another formatter's text, tracebacks included, with the secrets blotted out."""

    def __init__(self, inner: logging.Formatter, *secrets: str) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """The inner formatter's text without the secrets."""
        text = self._inner.format(record)
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return text


def set_up_logging(settings: Settings) -> None:
    """Send every record to standard error in the format that the settings name."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    webhook = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    inner = JsonFormatter(JSON) if settings.log_format == "json" else logging.Formatter(TEXT)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(inner, token, webhook))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    logging.getLogger(MUTE).setLevel(logging.CRITICAL)
