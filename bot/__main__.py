"""The command line: `python -m bot`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from telegram.error import InvalidToken

from bot import app
from bot.commands import COMMANDS
from bot.doctor import complaints
from bot.logs import set_up_logging
from bot.settings import Settings, SettingsError, read_settings
from briefings.backup import back_up
from briefings.desk import audit
from briefings.exporting import NotWritten, write_folder
from briefings.exporting import export as read_all
from briefings.file_error import FileError
from briefings.loading import load, read_folder
from briefings.search import backlog
from briefings.store import Store, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

log = logging.getLogger(__name__)

T = TypeVar("T")

STOP_S = 9.0  # how long a stop may take: who waits for us to end kills us after ten

INTERRUPTED = 130  # exit code: Ctrl-C, as shells say it
ILL = 1  # exit code of doctor: something is wrong, and each thing was said
CUT_OFF = 1  # exit code: a stop took too long
WRONG = 2  # exit code: a setting, the database or a file is wrong, and one sentence said what


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    top = argparse.ArgumentParser(prog="python -m bot", description="A bot of foreign-policy briefings.")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, what: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")

    command("run", "answer in Telegram; without BOT_TOKEN, start the sandbox (the default)")
    command("sandbox", "answer in a local stand-in for Telegram, with a chat page")
    seeding = command("seed", "load a folder of briefing files into the database")
    seeding.add_argument("folder", nargs="?", type=Path, default=app.SEEDS, metavar="FOLDER", help="default: seeds")
    exporting = command("export", "write all published briefings and the topics into a folder")
    exporting.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty one")
    importing = command("import", "load what export wrote: a folder, or the zip that /export sends")
    importing.add_argument("folder", type=Path, metavar="FOLDER")
    copying = command("backup", "copy the database into a file, also while the bot runs")
    copying.add_argument("file", type=Path, metavar="FILE", help="an older copy there is replaced")
    command("reindex", "make the search index anew, also while the bot runs")
    command("doctor", "say what is wrong, and exit with 1 if anything is: settings, database, token, time zone, clock")
    return top


def answer(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT, and end then in time: a thread sees to it, whatever the others wait for."""
    overdue = threading.Timer(STOP_S, cut_off)
    overdue.daemon = True
    try:
        run_loop(until_signal(settings, overdue.start))
    finally:
        overdue.cancel()


def cut_off() -> None:
    """End the process as it is. What is in hand is due again, as after a crash: nothing is lost."""
    log.error("The stop took over %.0f s and was cut off: something does not answer, as the database.", STOP_S)
    os._exit(CUT_OFF)


async def until_signal(settings: Settings, on_stop: Callable[[], None]) -> None:
    """Run the bot until SIGTERM or SIGINT; `on_stop` is told of the first of them."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def begin_to_stop() -> None:
        if not stop.is_set():
            stop.set()
            on_stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, begin_to_stop)
    if settings.bot_token is None:
        async with app.sandboxed(settings) as (connected, sandbox):
            await app.run(connected, stop, sandbox=sandbox)
    else:
        await app.run(settings, stop)


async def seed(settings: Settings, folder: Path) -> None:
    """Load a folder and say what became of its files."""
    store = Store(settings.database_url)
    try:
        await store.migrate()
        print(await app.seed(store, folder))
    finally:
        await store.close()


async def export(settings: Settings, folder: Path) -> None:
    """Write what is published into a folder and say how much it was. `NotWritten` where the folder can't take it."""
    store = Store(settings.database_url)
    try:
        await store.migrate()
        with store.answering():
            async with store.reading() as session:
                found = await read_all(session)
    finally:
        await store.close()
    write_folder(found.files(), folder)
    print(f"Briefings: {len(found.briefings)}, topics: {len(found.topics)}, written to {folder}")


async def import_(settings: Settings, folder: Path) -> None:
    """Load a folder or a zip whose briefings may be in one language only, and say what became of its files."""
    store = Store(settings.database_url)
    try:
        await store.migrate()
        parsed = read_folder(folder, COMMANDS.is_reserved, required=())
        with store.answering():
            report = await load(store, parsed, app.now())
            async with store.writing() as session:
                audit.note(session, app.now(), None, "import", added=len(report.added), updated=len(report.updated))
        print(report)
    finally:
        await store.close()


async def backup(settings: Settings, file: Path) -> None:
    """Copy the database and say where it is."""
    store = Store(settings.database_url)
    try:
        await back_up(store, file)
    finally:
        await store.close()
    print(f"{store.name} is copied to {file}")


async def reindex(settings: Settings) -> None:
    """Index every briefing anew, a few in a transaction, and say how many they were."""
    store = Store(settings.database_url)
    try:
        await store.migrate()
        with store.answering():
            print(f"Briefings indexed anew: {await backlog.rebuild(store)}")
    finally:
        await store.close()


async def doctor(settings: Settings) -> int:
    """Say what is wrong, a sentence each; the exit code."""
    found = [sentence async for sentence in complaints(settings, app.now())]
    print("\n".join(found) if found else "All is well.")
    return ILL if found else 0


def run_loop(main: Coroutine[object, object, T]) -> T:
    """Run on uvloop where it exists (not on Windows)."""
    if sys.platform == "win32":
        return asyncio.run(main)
    import uvloop  # noqa: PLC0415 - not to be had on Windows

    return uvloop.run(main)


ON_FOLDERS = {"seed": seed, "export": export, "import": import_}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code."""
    chosen = parser().parse_args(arguments)
    try:
        settings = read_settings(**({"bot_token": None} if chosen.command == "sandbox" else {}))
        set_up_logging(settings)
        if chosen.command in ON_FOLDERS:
            run_loop(ON_FOLDERS[chosen.command](settings, chosen.folder))
        elif chosen.command == "backup":
            run_loop(backup(settings, chosen.file))
        elif chosen.command == "reindex":
            run_loop(reindex(settings))
        elif chosen.command == "doctor":
            return run_loop(doctor(settings))
        else:
            answer(settings)
    except (SettingsError, StoreError, FileError, NotWritten) as error:
        if chosen.command == "doctor" and isinstance(error, SettingsError):
            print(*error.sentences, sep="\n")
            return ILL
        print(error, file=sys.stderr)
        return WRONG
    except InvalidToken:
        print("BOT_TOKEN is not a token that Telegram knows: ask BotFather for it again.", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:  # while a command works; a bot that runs stops by itself
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
