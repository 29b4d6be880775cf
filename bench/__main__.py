"""Prints each measured figure beside its budget; ends with 1 where one is not met. `--smoke`: quickly, for CI."""

import argparse
import asyncio
import sys

from . import (
    card_messages,
    glimpses,
    journal,
    lights,
    notification,
    parcel,
    phone,
    picture,
    posts,
    statistics,
    walk,
)
from .figure import Figure
from .home import measured_home


async def _async_in_a_home(*, smoke: bool) -> list[Figure]:
    async with measured_home() as home:
        return [
            *await notification.async_measure(home, smoke=smoke),
            *await walk.async_measure(home),
            *await statistics.async_measure(home),
        ]


async def _async_with_cards(*, smoke: bool) -> list[Figure]:
    async with measured_home() as home:
        return await card_messages.async_measure(home, smoke=smoke)


async def _async_on_a_path(*, smoke: bool) -> list[Figure]:
    async with measured_home() as home:
        return await lights.async_measure(home, smoke=smoke)


def main() -> int:
    """Measure everything."""
    arguments = argparse.ArgumentParser(prog="bench", description=__doc__)
    arguments.add_argument(
        "--smoke", action="store_true", help="less of everything, for CI"
    )
    smoke: bool = arguments.parse_args().smoke
    figures = [
        *asyncio.run(_async_in_a_home(smoke=smoke)),
        *asyncio.run(_async_on_a_path(smoke=smoke)),
        *asyncio.run(_async_with_cards(smoke=smoke)),
        *journal.measure(smoke=smoke),
        *picture.measure(smoke=smoke),
        *posts.measure(smoke=smoke),
        *asyncio.run(parcel.async_measure()),
        *asyncio.run(glimpses.async_measure()),
        *asyncio.run(phone.async_measure_batch()),
        *asyncio.run(phone.async_measure_rush(smoke=smoke)),
    ]
    for figure in figures:
        print(figure)
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
