"""What a walk of ten minutes leaves behind: rows in the recorder, and bytes of our own files."""

from collections.abc import Iterator
from contextlib import contextmanager
import sqlite3
from unittest.mock import patch

from custom_components.retrowalk.keeping_store import KeepingStore

from .figure import Figure
from .home import MeasuredHome

WALKED_S = 600
_ROWS = """
    select count(*) from states join states_meta using (metadata_id)
    where states_meta.entity_id not like '%yardstick%'
"""


async def async_measure(home: MeasuredHome) -> list[Figure]:
    """Rows and bytes of a walk with the default entities of walker and belt."""
    await home.async_settle()
    rows_before = _rows(home)
    with _counted_bytes() as written:
        home.belt.start(2.5)
        for second in range(WALKED_S):
            home.belt.set_speed(2.5 + 0.3 * ((second // 20) % 3))
            await home.async_walk(1)
        home.belt.stop()
        await home.async_walk(5)
    await home.async_settle()
    rows = _rows(home) - rows_before
    walk = (
        f"a walk of {WALKED_S} s at 10 notifications a second, speed changed every 20 s"
    )
    checkpoints = [size for part, size in written if part == "checkpoint"]
    journals = [size for part, size in written if part != "checkpoint"]
    return [
        Figure(
            name="recorder rows",
            measured=rows,
            budget=150,
            unit="rows",
            detail=walk,
        ),
        Figure(
            name="bytes of checkpoints",
            measured=sum(checkpoints) / 1000,
            budget=200,
            unit="kB",
            detail=f"{len(checkpoints)} checkpoints; {walk}",
        ),
        Figure(
            name="journal files written",
            measured=len(journals),
            budget=1,
            unit="file",
            detail=f"{sum(journals) / 1000:.1f} kB",
        ),
    ]


def _rows(home: MeasuredHome) -> int:
    with sqlite3.connect(home.database) as database:
        count: int = database.execute(_ROWS).fetchone()[0]
    return count


@contextmanager
def _counted_bytes() -> Iterator[list[tuple[str, int]]]:
    """The part of a walker's files and the bytes, of each write to disk."""
    written: list[tuple[str, int]] = []
    write = KeepingStore._write_prepared_data  # noqa: SLF001  (where Home Assistant hands over the finished bytes)

    def counted(store: KeepingStore, mode: str, json: str | bytes) -> None:
        written.append((store.key.split(".")[2], len(json)))
        write(store, mode, json)

    with patch.object(KeepingStore, "_write_prepared_data", counted):
        yield written
