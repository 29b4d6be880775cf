"""Prints each measured figure beside its budget; ends with 1 where one is not met in three goes. `--smoke`: quickly, for CI."""

import argparse
import asyncio
from functools import partial
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
from .figure import Figure, Measurement, are_met
from .home import measured_home


async def _async_in_a_home(*, smoke: bool) -> list[Figure]:
    async with measured_home() as home:
        return [
            *await notification.async_measure(home, smoke=smoke),
            *await walk.async_measure(home),
            *await statistics.async_measure(home, smoke=smoke),
        ]


async def _async_with_cards(*, smoke: bool) -> list[Figure]:
    async with measured_home() as home:
        return await card_messages.async_measure(home, smoke=smoke)


async def _async_on_a_path(*, smoke: bool) -> list[Figure]:
    async with measured_home() as home:
        return await lights.async_measure(home, smoke=smoke)


def _measurements(*, smoke: bool) -> list[Measurement]:
    return [
        lambda: asyncio.run(_async_in_a_home(smoke=smoke)),
        lambda: asyncio.run(_async_on_a_path(smoke=smoke)),
        lambda: asyncio.run(_async_with_cards(smoke=smoke)),
        partial(journal.measure, smoke=smoke),
        partial(picture.measure, smoke=smoke),
        partial(posts.measure, smoke=smoke),
        lambda: asyncio.run(parcel.async_measure()),
        lambda: asyncio.run(glimpses.async_measure()),
        lambda: asyncio.run(phone.async_measure_batch()),
        lambda: asyncio.run(phone.async_measure_rush(smoke=smoke)),
    ]


def main() -> int:
    """Measure everything."""
    arguments = argparse.ArgumentParser(prog="bench", description=__doc__)
    arguments.add_argument(
        "--smoke", action="store_true", help="less of everything, for CI"
    )
    smoke: bool = arguments.parse_args().smoke
    met = [are_met(measure) for measure in _measurements(smoke=smoke)]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
