"""A chart as a PNG, drawn with matplotlib in a process of its own: the bot's memory stays what it was.

`python -m bot.chart` is that process: a drawing as JSON on standard input, the picture on standard output.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PATIENCE_S = 45.0  # the first drawing on a machine looks through its fonts; less than `intake.HANDLER_LIMIT_S`
WIDTH_IN, DPI = 7.2, 150  # 1080 points wide, a phone's breadth
TITLE, LABEL = 17, 14  # sizes of type, in points
INK, GRID = "#1f2933", "#d5dae0"
COLOURS: Final = ("#1b6ca8", "#e08e0b", "#4c9a5b", "#8c5fa8")  # told apart by the colour-blind too
LONGEST_LABEL = 46  # characters
_one_at_a_time = asyncio.Semaphore(1)


class NotDrawn(Exception):
    """The process ended without a picture; the message says how."""


@dataclass(frozen=True)
class Line:
    """How a number went over time: its days as ISO dates, in order, and values."""

    title: str
    days: tuple[str, ...]
    values: tuple[int, ...]
    ticks: tuple[str, str, str]  # what stands under the first day, the one in the middle and the last


@dataclass(frozen=True)
class Bars:
    """Rows of a name and its values, the first on top; a value for each entry of the legend (or one without)."""

    title: str
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    legend: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A line, and bars below it."""

    line: Line
    bars: tuple[Bars, ...]


async def png(drawing: Drawing) -> bytes:
    """The picture. One at a time, whoever asks. `NotDrawn` where it can't be had."""
    try:
        async with asyncio.timeout(PATIENCE_S), _one_at_a_time:
            return await _drawn(json.dumps(asdict(drawing)).encode())
    except TimeoutError:
        raise NotDrawn(f"no chart after {PATIENCE_S:.0f} s") from None


async def _drawn(drawing: bytes) -> bytes:
    """What the other process makes of it; who gives up waiting, for whatever reason, leaves no process behind."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.chart",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg"},
    )
    try:
        picture, _ = await process.communicate(drawing)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or not picture:
        raise NotDrawn(f"the chart's process ended with {process.returncode}")
    return picture


def draw(drawing: dict[str, Any], target: BinaryIO) -> None:
    """Draw what `asdict` made of a `Drawing`."""
    import matplotlib as mpl  # noqa: PLC0415 - only the process that draws pays for it
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415

    mpl.rcParams.update({"font.family": "DejaVu Sans", "text.color": INK, "axes.labelcolor": INK})
    rows = [3.6, *(0.9 + 0.62 * len(bars["rows"]) for bars in drawing["bars"])]
    figure = Figure(figsize=(WIDTH_IN, sum(rows)), dpi=DPI, layout=ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.12))
    axes = figure.subplots(len(rows), 1, height_ratios=rows, squeeze=False)[:, 0]
    _line(axes[0], drawing["line"])
    for place, bars in zip(axes[1:], drawing["bars"], strict=True):
        _bars(place, bars)
    figure.savefig(target, format="png")


def _line(axes: Axes, line: dict[str, Any]) -> None:
    _prepare(axes, line["title"])
    values, last = line["values"], len(line["values"]) - 1
    axes.plot(range(len(values)), values, color=COLOURS[0], linewidth=4)
    axes.fill_between(range(len(values)), values, color=COLOURS[0], alpha=0.12)
    axes.annotate(str(values[-1]), (last, values[-1]), (0, 8), textcoords="offset points", ha="right", fontsize=TITLE)
    axes.set_xlim(0, max(last, 1))
    axes.set_ylim(0, max(*values, 1) * 1.25)
    axes.set_xticks([0, last // 2, last], line["ticks"], fontsize=LABEL)
    first, _, end = axes.get_xticklabels()
    first.set_horizontalalignment("left")
    end.set_horizontalalignment("right")
    axes.locator_params("y", integer=True, nbins=4)
    axes.grid(axis="y", color=GRID)


def _bars(axes: Axes, bars: dict[str, Any]) -> None:
    """Each name stands above its bar: beside it, a phone has no room for either."""
    _prepare(axes, bars["title"])
    values = [row for _, row in bars["rows"]]
    longest = max(1, *map(sum, values))
    for place, (name, row) in enumerate(bars["rows"]):
        start = 0
        for number, value in enumerate(row):
            axes.barh(place, value, left=start, height=0.42, color=COLOURS[number % len(COLOURS)])
            start += value
        axes.annotate(str(start), (start, place), (6, 0), textcoords="offset points", va="center", fontsize=LABEL)
        axes.annotate(_plain(name), (0, place - 0.3), va="bottom", fontsize=LABEL)
    axes.set_xlim(0, longest * 1.15)
    axes.set_ylim(len(values) - 0.6, -0.8)  # the first on top
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    if bars["legend"]:
        marks = [
            axes.barh(0, 0, color=COLOURS[number % len(COLOURS)]) for number in range(len(bars["legend"]))
        ]  # of no length
        axes.legend(  # beside the title
            marks, bars["legend"], fontsize=LABEL, frameon=False, loc="lower right", bbox_to_anchor=(1, 0.98), ncols=2
        )


def _prepare(axes: Axes, title: str) -> None:
    axes.set_title(title, fontsize=TITLE, fontweight="bold", loc="left", pad=12)
    axes.tick_params(length=0, labelsize=LABEL, labelcolor=INK)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(GRID)


def _plain(name: str) -> str:
    """A name as it is: a dollar begins a formula to matplotlib."""
    shown = name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"
    return shown.replace("$", r"\$")


if __name__ == "__main__":
    draw(json.load(sys.stdin), sys.stdout.buffer)
