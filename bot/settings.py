"""Settings from the environment and `.env` (interface.md, 2). A wrong one is refused with a sentence."""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

TELEGRAM = "https://api.telegram.org"
SECRETS = {"BOT_TOKEN", "WEBHOOK_SECRET"}
WEBHOOK_SECRET_PATTERN = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook
TOKEN_PATTERN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{3,}")
ID_PATTERN = re.compile(r"[1-9][0-9]{0,15}")
HOST_PATTERN = re.compile(r"[A-Za-z0-9.:_%-]+")
DRIVERS = {"sqlite+aiosqlite", "postgresql+asyncpg"}
OPERATORS_PATHS = {"/healthz", "/metrics"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
EXPECTED = {
    "BOT_TOKEN": "a token from BotFather, a number and letters parted by a colon",
    "TELEGRAM_API_URL": f"an address such as {TELEGRAM}",
    "DATABASE_URL": "sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER@HOST/NAME",
    "OWNER_IDS": "Telegram user ids, numbers parted by commas",
    "DEFAULT_LANGUAGE": f"one of {', '.join(LANGUAGES)}",
    "TIMEZONE": "an IANA time zone such as Asia/Almaty",
    "REVIEW_REQUIRED": "true or false",
    "PAID_BROADCAST": "true or false",
    "SEND_RATE": "messages a second from 1 to 30 (to 1000 with PAID_BROADCAST=true)",
    "HTTP_HOST": "a host name or address",
    "HTTP_PORT": "a port from 1 to 65535",
    "WEBHOOK_URL": "the public https address that Telegram posts to, such as https://bot.example.org/telegram",
    "WEBHOOK_SECRET": "1 to 256 letters, digits, - and _",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
    "LOG_FORMAT": "text or json",
}


FREE_RATE = 30  # messages a second that Telegram takes without pay (Bots FAQ)
LARGEST_ID = 2**52 - 1  # of a user (Bot API, User)


class SettingsError(Exception):
    """A setting is wrong; the message is one sentence for the operator. `sentences`: one for each that is."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(sentences[0])
        self.sentences = sentences


def _is_address(value: str, *schemes: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", value)
    except ValueError:
        return False


class Settings(BaseSettings):
    """Every setting; a field's name in capitals is the variable's name."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    bot_token: Annotated[SecretStr | None, Field()] = None
    telegram_api_url: str = TELEGRAM
    database_url: str = Field("sqlite+aiosqlite:///data/briefings.db", repr=False)  # it may hold a password
    owner_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    default_language: str = "kk"
    timezone: str = "Asia/Almaty"
    review_required: bool = False
    paid_broadcast: bool = False
    send_rate: int = Field(25, ge=1, le=1000)
    http_host: str = "127.0.0.1"
    http_port: int = Field(8080, ge=1, le=65535)
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @model_validator(mode="before")
    @classmethod
    def _trimmed(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Without stray spaces and line ends at the ends; what is nothing else is unset."""
        trimmed = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
        return {name: value for name, value in trimmed.items() if value != ""}

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN_PATTERN.fullmatch(value.get_secret_value()):
            raise ValueError
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _api_url(cls, value: str) -> str:
        if not _is_address(value, "http", "https"):
            raise ValueError
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        try:
            url = make_url(value)
        except ArgumentError:
            raise ValueError from None
        if url.drivername not in DRIVERS:
            raise ValueError
        if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
            raise ValueError  # in memory, where each connection has a database of its own
        return value

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _owners(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(ID_PATTERN.fullmatch(part) and int(part) <= LARGEST_ID for part in parts):
            raise ValueError
        return parts

    @field_validator("default_language")
    @classmethod
    def _language(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError
        return value

    @field_validator("send_rate")
    @classmethod
    def _rate(cls, value: int, info: ValidationInfo) -> int:
        if value > FREE_RATE and not info.data.get("paid_broadcast"):
            raise ValueError
        return value

    @field_validator("http_host")
    @classmethod
    def _host(cls, value: str) -> str:
        if not HOST_PATTERN.fullmatch(value):
            raise ValueError
        return value

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, value: str | None, info: ValidationInfo) -> str | None:
        by_telegram = info.data.get("bot_token") and info.data.get("telegram_api_url") == TELEGRAM
        schemes = ("https",) if by_telegram else ("https", "http")  # a server of one's own may post by either
        if value is not None and (not _is_address(value, *schemes) or urlsplit(value).path in OPERATORS_PATHS):
            raise ValueError
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not WEBHOOK_SECRET_PATTERN.fullmatch(value.get_secret_value()):
            raise ValueError
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) and value.upper() in LOG_LEVELS else value

    @property
    def secret_of_webhook(self) -> str:
        """What Telegram must say with each update: WEBHOOK_SECRET, or one that only who has the token could know."""
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        token = self.bot_token.get_secret_value() if self.bot_token else ""
        return hmac.digest(token.encode(), b"webhook", "sha256").hex()

    @property
    def zone(self) -> ZoneInfo:
        """The zone of chats that have chosen none."""
        return ZoneInfo(self.timezone)


def read_settings(**given: Any) -> Settings:
    """Read the environment, `.env` and what is `given` (which wins). `SettingsError` where one is wrong."""
    try:
        return Settings(**given)
    except UnicodeDecodeError:
        raise SettingsError("The file .env is not UTF-8 text: save it as UTF-8.") from None
    except ValidationError as error:
        raise SettingsError(*dict.fromkeys(map(_sentence, error.errors()))) from None


def _sentence(error: Mapping[str, Any]) -> str:
    name = str(error["loc"][0]).upper()
    value = _without_password(error["input"]) if name == "DATABASE_URL" else error["input"]
    said = "has a value that cannot be right" if name in SECRETS else f"is {value!r}"
    return f"{name} {said}: expected {EXPECTED[name]}."


def _without_password(url: str) -> str:
    """A database's address, however badly it is written, without who asks it and without what stands behind a ?."""
    scheme, parted, rest = url.rpartition("://")
    _, at, host = rest.rpartition("@")
    return scheme + parted + at.replace("@", "***@") + host.partition("?")[0]
