"""A month of steps, minute by minute, as Health Auto Export posts it: what reading it costs, beside its bare JSON."""

from datetime import UTC, datetime, timedelta
import json
from zoneinfo import ZoneInfo

from custom_components.retrowalk.protocols.phone import MOST_BYTES, parse_post

from .figure import Figure, seconds

BUDGET = 40
_NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
_DAYS = 30
_SAMPLES_IN_A_POST = 8640
_BERLIN = ZoneInfo("Europe/Berlin")


def _bodies() -> list[bytes]:
    entries = [
        {
            "qty": 12.4 + minute % 50 * 0.37,
            "date": f"{_NOW - timedelta(minutes=minute):%Y-%m-%d %H:%M:%S} +0000",
            "source": "Anna's Apple Watch|Anna's iPhone",
        }
        for minute in range(_DAYS * 24 * 60, 0, -1)
    ]
    return [
        json.dumps(
            {
                "data": {
                    "metrics": [
                        {
                            "name": "step_count",
                            "units": "count",
                            "data": entries[begin : begin + _SAMPLES_IN_A_POST],
                        }
                    ]
                }
            }
        ).encode()
        for begin in range(0, len(entries), _SAMPLES_IN_A_POST)
    ]


def measure(*, smoke: bool) -> list[Figure]:
    """Read the posts of a month, one after the other."""
    bodies = _bodies()
    assert max(map(len, bodies)) <= MOST_BYTES

    def read() -> None:
        for body in bodies:
            found = parse_post(
                body,
                headers={"automation-aggregation": "minutes"},
                received_at=_NOW,
                zone=_BERLIN,
            )
            assert len(found.counts) == _SAMPLES_IN_A_POST

    rounds = 1 if smoke else 5
    took_s = seconds(read, rounds=rounds)
    bare_s = seconds(lambda: [json.loads(body) for body in bodies], rounds=5)
    samples = len(bodies) * _SAMPLES_IN_A_POST
    return [
        Figure(
            name=f"{samples:,} samples of steps in {len(bodies)} posts, against json",
            measured=took_s / bare_s,
            budget=BUDGET,
            unit="x",
            detail=f"{1e3 * took_s:.0f} ms, {1e6 * took_s / samples:.1f} us each",
        )
    ]
