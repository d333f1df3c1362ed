"""A copy of the database in a file, taken while the bot runs: whole or not at all."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from briefings.store import StoreError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from briefings.store import Store

KEPT = 7  # nightly copies: a week to notice a mistake
FOLDER = "backups"  # beside an SQLite database
SPOILT = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}  # it is the database, not the copy, that is at fault


async def back_up(store: Store, file: Path) -> None:
    """Copy the database into `file`; an older copy is replaced when the new one is whole and proven readable.

    SQLite: a database again. PostgreSQL: an archive for pg_restore, written by pg_dump. `StoreError` names what failed.
    """
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if store.is_sqlite:
            await asyncio.to_thread(_copy, store, file, unfinished)
        else:
            await _dump(store, file, unfinished)
        unfinished.replace(file)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) in SPOILT:
            raise StoreError(f"{store.name} cannot be copied: {error}.") from None
        raise StoreError(f"{file} cannot be written: {error}.") from None
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror or error}.") from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


async def nightly(store: Store, today: dt.date) -> Path | None:
    """Today's copy, beside an SQLite database; of older ones the newest `KEPT` stay. None for PostgreSQL.

    A PostgreSQL server has its own ways, and its operator; the `backup` command is there for it too.
    """
    if store.file is None:
        return None
    folder = store.file.parent / FOLDER
    file = folder / f"{store.file.stem}-{today:%Y-%m-%d}.db"
    await back_up(store, file)
    for old in sorted(folder.glob(f"{store.file.stem}-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].db"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return file


def _copy(store: Store, file: Path, unfinished: Path) -> None:
    """By SQLite's online backup: what others write meanwhile waits for nothing and spoils nothing."""
    if store.file is None or not store.file.exists():
        raise StoreError(f"{store.name}: there is no database to copy.")
    if file.resolve() == store.file:
        raise StoreError(f"{file} is the database itself.")
    with closing(sqlite3.connect(store.file)) as origin, closing(sqlite3.connect(unfinished)) as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, that may be read where nothing may be written
        (verdict,) = copy.execute("PRAGMA quick_check").fetchone()
    if verdict != "ok":
        raise StoreError(f"{store.name} is damaged: {verdict.splitlines()[-1]}.")


async def _dump(store: Store, file: Path, unfinished: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise StoreError(f"{file} cannot be written: pg_dump is not installed.")
    url = store.url
    dumping = await asyncio.create_subprocess_exec(
        program,
        "--format=custom",
        f"--file={unfinished}",
        f"--dbname={url.set(drivername='postgresql', password=None).render_as_string(hide_password=False)}",
        env={**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await dumping.communicate()
    if dumping.returncode != 0:
        reason = said.decode(errors="replace").strip().splitlines() or ["pg_dump failed"]
        raise StoreError(f"{file} cannot be written: {reason[-1]}.")
