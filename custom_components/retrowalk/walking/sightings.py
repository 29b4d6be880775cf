"""What slow sources saw of a walk, kept as spans that do not overlap: the same again adds nothing."""

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
import math
from typing import Final, Literal

from . import stored
from .model import Amount, Glimpse, Seen
from .stored import Stored, StoredError

MOST_SPANS: Final = 64
"""Of a source and quantity; beyond that, neighbours are joined."""
MOST_SOURCES: Final = 8
LONGEST: Final = timedelta(days=1)
"""A longer glimpse tells nothing of a single walk."""

_SHORTEST: Final = timedelta(milliseconds=1)

type Quantity = Literal["steps", "distance_m"]
QUANTITIES: Final[tuple[Quantity, ...]] = ("steps", "distance_m")


def is_sound(glimpse: Glimpse) -> bool:
    """Whether a glimpse can be reckoned with: it tells something, of a span that is one."""
    amounts = [one for one in (glimpse.steps, glimpse.distance_m) if one is not None]
    if any(not 0 <= one <= stored.GREATEST for one in amounts):
        return False
    if glimpse.heart_rate_bpm is None and not amounts:
        return False
    return timedelta(0) <= glimpse.at - glimpse.since <= LONGEST


def taken(
    known: tuple[Seen, ...],
    glimpses: Iterable[Glimpse],
    begin: datetime,
    end: datetime | None,
) -> tuple[Seen, ...]:
    """What is known of a walk with these glimpses taken in, in whatever order they come; what lies outside is left out.

    Of a span that is told again with more in it, the greater amount holds. Finer glimpses go before coarse ones, of which
    only counts what nobody told yet.
    """
    tracks = {
        (seen.source, quantity): list(getattr(seen, quantity))
        for seen in known
        for quantity in QUANTITIES
    }
    sources = {seen.source for seen in known}
    for source, quantity, amount in sorted(_amounts(glimpses), key=_finest_first):
        inside = clipped(amount, begin, end)
        if inside is None or (source not in sources and len(sources) >= MOST_SOURCES):
            continue
        sources.add(source)
        _enter(tracks.setdefault((source, quantity), []), inside)
    return tuple(
        Seen(
            source=source,
            steps=_joined(tracks.get((source, "steps"), [])),
            distance_m=_joined(tracks.get((source, "distance_m"), [])),
        )
        for source in sorted(sources)
    )


def within(known: tuple[Seen, ...], begin: datetime, end: datetime) -> tuple[Seen, ...]:
    """What was seen between two moments, and no more."""
    return taken((), glimpses_of(known), begin, end)


def glimpses_of(known: Iterable[Seen]) -> Iterator[Glimpse]:
    """What was seen as the glimpses that it could have been."""
    for seen in known:
        for since, at, amount in seen.steps:
            yield Glimpse("", seen.source, since, at, steps=amount)
        for since, at, amount in seen.distance_m:
            yield Glimpse("", seen.source, since, at, distance_m=amount)


def _amounts(
    glimpses: Iterable[Glimpse],
) -> Iterator[tuple[str, Quantity, Amount]]:
    for glimpse in glimpses:
        if glimpse.at > glimpse.since and is_sound(glimpse):
            for quantity in QUANTITIES:
                amount: float | None = getattr(glimpse, quantity)
                if amount is not None:
                    told = Amount(glimpse.since, glimpse.at, float(amount))
                    yield glimpse.source, quantity, told


def _finest_first(told: tuple[str, Quantity, Amount]) -> tuple[object, ...]:
    source, quantity, (since, at, amount) = told
    return at - since, since, -amount, source, quantity


def clipped(amount: Amount, begin: datetime, end: datetime | None) -> Amount | None:
    """The part of an amount that lies between two moments; None where there is none."""
    since = max(amount.since, begin)
    at = amount.at if end is None else min(amount.at, end)
    if at - since < _SHORTEST:
        return None
    if (since, at) == (amount.since, amount.at):
        return amount
    return Amount(
        since, at, amount.amount * ((at - since) / (amount.at - amount.since))
    )


def _enter(track: list[Amount], told: Amount) -> None:
    """Take an amount into spans that are in order and do not overlap: as far as nothing is known of its time."""
    for place, known in enumerate(track):
        if known[:2] == told[:2]:
            track[place] = max(known, told)
            return
    for piece in list(_unknown(track, told)):
        insort(track, piece)
    if len(track) > 4 * MOST_SPANS:
        track[:] = _joined(track)


def _unknown(track: Iterable[Amount], told: Amount) -> Iterator[Amount]:
    """The parts of an amount that lie between spans."""
    begin = told.since
    for known in track:
        if known.since >= told.at:
            break
        if known.at > begin:
            if (piece := clipped(told, begin, known.since)) is not None:
                yield piece
            begin = known.at
    if (piece := clipped(told, begin, told.at)) is not None:
        yield piece


def _joined(track: Sequence[Amount]) -> tuple[Amount, ...]:
    """No more spans than are kept: those that lie closest to each other become one."""
    spans = list(track)
    while len(spans) > MOST_SPANS:
        place = min(
            range(len(spans) - 1),
            key=lambda place: spans[place + 1].since - spans[place].at,
        )
        one, other = spans[place : place + 2]
        total = math.fsum((one.amount, other.amount))
        spans[place : place + 2] = [Amount(one.since, other.at, total)]
    return tuple(spans)


def told_between(
    track: Sequence[Amount], begin: datetime, end: datetime
) -> tuple[float, float]:
    """How much was counted between two moments, and in how many seconds of them somebody counted."""
    amount = covered_s = 0.0
    for one in track:
        if one.at > begin and one.since < end:
            inside = clipped(one, begin, end)
            if inside is not None:
                amount += inside.amount
                covered_s += (inside.at - inside.since).total_seconds()
    return amount, covered_s


def written(known: Iterable[Seen], begin: datetime) -> list[dict[str, object]]:
    """What was seen as JSON values: seconds since the beginning of the walk, and amounts."""
    return [
        {"source": seen.source}
        | {
            quantity: [
                [
                    (one.since - begin).total_seconds(),
                    (one.at - begin).total_seconds(),
                    one.amount,
                ]
                for one in track
            ]
            for quantity in QUANTITIES
            if (track := getattr(seen, quantity))
        }
        for seen in known
    ]


def read(value: object, begin: datetime) -> tuple[Seen, ...]:
    """What was seen, as it was written; nothing where nothing was. Raises StoredError where the value is anything else."""
    if value is None:
        return ()
    return tuple(
        _read_seen(stored.mapping(one, "seen"), begin)
        for one in stored.sequence(value, "seen")
    )


def _read_seen(raw: Stored, begin: datetime) -> Seen:
    return Seen(
        source=stored.text(raw, "source"),
        steps=_read_track(raw.get("steps", ()), begin),
        distance_m=_read_track(raw.get("distance_m", ()), begin),
    )


def _read_track(value: object, begin: datetime) -> tuple[Amount, ...]:
    track: list[Amount] = []
    for one in stored.sequence(value, "seen"):
        parts = stored.sequence(one, "seen")
        if len(parts) != 3:
            raise StoredError("seen is no span with an amount")
        raw = dict(zip(("since", "until", "amount"), parts, strict=True))
        since_s, until_s = stored.number(raw, "since"), stored.number(raw, "until")
        if since_s >= until_s or (
            track and begin + timedelta(seconds=since_s) < track[-1].at
        ):
            raise StoredError("seen is not in order")
        track.append(
            Amount(
                begin + timedelta(seconds=since_s),
                begin + timedelta(seconds=until_s),
                stored.number(raw, "amount"),
            )
        )
    return tuple(track)
