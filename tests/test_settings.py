"""bot/settings.py: what is unset, what is wrong, and where a value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.settings import EXPECTED, SECRETS, Settings, SettingsError, read_settings
from bot.texts import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "123456789:AAabc-def_ghi"
NAMES = [name.upper() for name in Settings.model_fields]

# interface.md, section 2, as far as it is built.
DEFAULTS: dict[str, object] = {
    "bot_token": None,
    "telegram_api_url": "https://api.telegram.org",
    "database_url": "sqlite+aiosqlite:///data/briefings.db",
    "owner_ids": frozenset(),
    "default_language": "kk",
    "send_rate": 25,
    "review_required": False,
    "paid_broadcast": False,
    "timezone": "Asia/Almaty",
    "http_host": "127.0.0.1",
    "http_port": 8080,
    "webhook_url": None,
    "webhook_secret": None,
    "log_level": "INFO",
    "log_format": "text",
}

WRONG = [
    ("SEND_RATE", "0"),
    ("SEND_RATE", "31"),
    ("SEND_RATE", "quick"),
    ("REVIEW_REQUIRED", "maybe"),
    ("PAID_BROADCAST", "perhaps"),
    ("BOT_TOKEN", "no-token"),
    ("BOT_TOKEN", "123456789"),
    ("BOT_TOKEN", f"{TOKEN} {TOKEN}"),
    ("BOT_TOKEN", "١٢٣:AAabc"),
    ("TELEGRAM_API_URL", "api.telegram.org"),
    ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
    ("TELEGRAM_API_URL", "https://"),
    ("TELEGRAM_API_URL", "https://api.telegram.org:99999"),
    ("TELEGRAM_API_URL", "https://api telegram.org"),
    ("DATABASE_URL", "briefings.db"),
    ("DATABASE_URL", "sqlite+aiosqlite://"),
    ("DATABASE_URL", "sqlite+aiosqlite:///"),
    ("DATABASE_URL", "sqlite+aiosqlite:///:memory:"),
    ("DATABASE_URL", "postgresql://bot:hunter2@db/briefings"),
    ("DATABASE_URL", "mysql+aiomysql://bot:hunter2@db/briefings"),
    ("DATABASE_URL", "postgresql+asyncpg://bot:hunter2@db:port/briefings"),
    ("OWNER_IDS", "nurlan"),
    ("OWNER_IDS", "1;2"),
    ("OWNER_IDS", "-1001234"),
    ("OWNER_IDS", "0"),
    ("OWNER_IDS", "1_0"),
    ("OWNER_IDS", "4503599627370496"),
    ("WEBHOOK_URL", "bot.example.org/hook"),
    ("WEBHOOK_URL", "https://bot.example.org/healthz"),
    ("WEBHOOK_SECRET", "two words"),
    ("WEBHOOK_SECRET", "x" * 257),
    ("DEFAULT_LANGUAGE", "en"),
    ("DEFAULT_LANGUAGE", "../kk"),
    ("TIMEZONE", "Almaty"),
    ("TIMEZONE", "../../etc/passwd"),
    ("HTTP_HOST", "a host"),
    ("HTTP_HOST", "http://127.0.0.1"),
    ("HTTP_PORT", "0"),
    ("HTTP_PORT", "65536"),
    ("HTTP_PORT", "http"),
    ("LOG_LEVEL", "loud"),
    ("LOG_FORMAT", "xml"),
]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, and an environment without our settings."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def refusal() -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return str(caught.value)


def test_the_defaults_are_those_that_the_interface_promises() -> None:
    assert read_settings().model_dump() == DEFAULTS


def test_every_setting_says_what_it_expects_and_no_other_does() -> None:
    assert sorted(EXPECTED) == sorted(NAMES)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_refused_with_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    shown = value.replace("bot:hunter2@", "***@")
    said = "has a value that cannot be right" if name in SECRETS else f"is {shown!r}"
    assert refusal() == f"{name} {said}: expected {EXPECTED[name]}."


@pytest.mark.parametrize(("name", "value"), [wrong for wrong in WRONG if wrong[0] in SECRETS])
def test_a_wrong_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert value not in refusal()


@pytest.mark.parametrize(
    "url", ["mysql://bot:hun@ter2@db/x", "bot:hunter2@db", "postgresql://db/x?password=hunter2", "://:hunter2@"]
)
def test_a_wrong_database_is_shown_without_its_password(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert "ter2" not in refusal()


def test_each_setting_that_is_wrong_has_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEZONE", "Almaty")
    monkeypatch.setenv("OWNER_IDS", "1,a,b")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert [sentence.partition(" ")[0] for sentence in caught.value.sentences] == ["OWNER_IDS", "TIMEZONE"]
    assert str(caught.value) == caught.value.sentences[0]


def test_what_pydantic_keeps_secret_is_secret_in_refusals_too() -> None:
    kept = {name.upper() for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    assert kept <= SECRETS


def test_no_setting_takes_whatever_it_is_given() -> None:
    assert {name for name, _ in WRONG} == set(NAMES)


def test_a_wrong_id_among_right_ones_is_refused_with_the_whole_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNER_IDS", "101, nurlan, 103")
    assert refusal().startswith("OWNER_IDS is '101, nurlan, 103': ")


@pytest.mark.parametrize("blank", ["", " ", "\t", "\r"])
@pytest.mark.parametrize("name", NAMES)
def test_a_blank_value_is_as_unset(monkeypatch: pytest.MonkeyPatch, name: str, blank: str) -> None:
    monkeypatch.setenv(name, blank)
    assert read_settings().model_dump() == DEFAULTS


def test_blank_lines_of_env_are_as_unset(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("".join(f"{name}=\n" for name in NAMES), encoding="utf-8")
    assert read_settings().model_dump() == DEFAULTS


def test_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# ours\nHTTP_PORT=9000\n", encoding="utf-8")
    assert read_settings().http_port == 9000


def test_the_environment_wins_over_the_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HTTP_PORT=9000\n", encoding="utf-8")
    monkeypatch.setenv("HTTP_PORT", "9001")
    assert read_settings().http_port == 9001


def test_what_is_given_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert read_settings(bot_token=None).bot_token is None


def test_the_settings_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("POSTGRES_PASSWORD=hunter2\n", encoding="utf-8")
    assert read_settings().model_dump() == DEFAULTS


def test_windows_line_ends_and_a_byte_order_mark_are_no_part_of_a_value(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(f"\ufeffBOT_TOKEN={TOKEN}\r\nTIMEZONE=Europe/Berlin\r\n".encode())
    settings = read_settings()
    assert (settings.bot_token, settings.timezone) == (SecretStr(TOKEN), "Europe/Berlin")


def test_spaces_and_line_ends_around_a_value_are_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", f" {TOKEN}\r")
    monkeypatch.setenv("HTTP_PORT", "9000\r")
    settings = read_settings()
    assert (settings.bot_token, settings.http_port) == (SecretStr(TOKEN), 9000)


def test_an_env_file_in_another_encoding_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("# баптаулар\nHTTP_PORT=9000\n".encode("utf-16"))
    assert refusal() == "The file .env is not UTF-8 text: save it as UTF-8."


@pytest.mark.parametrize("written", ["101,102", "101, 102", " 101 ,102, ", "101,102,101"])
def test_owner_ids_are_numbers_parted_by_commas(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("OWNER_IDS", written)
    assert read_settings().owner_ids == {101, 102}


@pytest.mark.parametrize("written", ["debug", "Debug", "DEBUG"])
def test_the_log_level_is_read_in_any_case(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("LOG_LEVEL", written)
    assert read_settings().log_level == "DEBUG"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_with_a_file_may_be_the_default(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("DEFAULT_LANGUAGE", language)
    assert read_settings().default_language == language


def test_the_api_url_is_kept_without_a_slash_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://localhost:8081/")
    assert read_settings().telegram_api_url == "http://localhost:8081"


def test_the_zone_is_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEZONE", "Europe/Berlin")
    assert read_settings().zone.key == "Europe/Berlin"


def test_the_token_is_not_in_the_settings_as_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert TOKEN not in repr(read_settings())


def test_a_database_password_is_not_in_the_settings_as_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://bot:hunter2@db/briefings")
    assert "hunter2" not in repr(read_settings())


def test_a_webhook_without_a_secret_gets_one_that_only_who_has_the_token_could_know() -> None:
    one, same, other = (
        Settings(_env_file=None, bot_token=SecretStr(token)).secret_of_webhook for token in (TOKEN, TOKEN, "1:another")
    )
    assert one == same != other
    assert TOKEN not in one
    assert Settings(_env_file=None, webhook_secret=SecretStr("given")).secret_of_webhook == "given"


def test_telegram_itself_posts_to_https_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "http://bot.example.org/hook")
    assert read_settings().webhook_url == "http://bot.example.org/hook"  # without a token it is the sandbox that posts
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert refusal() == f"WEBHOOK_URL is 'http://bot.example.org/hook': expected {EXPECTED['WEBHOOK_URL']}."
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081")
    assert read_settings().webhook_url == "http://bot.example.org/hook"
