"""The fields of a post: numbers, units, times and names, as phones write them, each refused where it could mislead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from math import isfinite
import re
from typing import Final

from .phone_post import RefusalReason, UnreadablePostError

type Fields = Mapping[str, object]

EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(minutes=5)
"""How far the clock of a phone may be ahead of ours."""
LONGEST: Final = timedelta(hours=24)
MOST_STEPS: Final = 100_000
MOST_STEPS_PER_S: Final = 10.0
MOST_MPS: Final = 12.0
HEART_RATES_BPM: Final = (20, 260)
MOST_M: Final = MOST_MPS * LONGEST.total_seconds()
MOST_KCAL: Final = 20_000
LONGEST_NAME: Final = 100

METRES: Final = {
    "m": 1.0,
    "meter": 1.0,
    "meters": 1.0,
    "metre": 1.0,
    "metres": 1.0,
    "km": 1000.0,
    "kilometer": 1000.0,
    "kilometers": 1000.0,
    "mi": 1609.344,
    "mile": 1609.344,
    "miles": 1609.344,
    "yd": 0.9144,
    "yard": 0.9144,
    "yards": 0.9144,
    "ft": 0.3048,
    "foot": 0.3048,
    "feet": 0.3048,
}
KCAL: Final = {"kcal": 1.0, "kj": 1 / 4.184}
STEPS: Final = {"count": 1.0, "counts": 1.0, "step": 1.0, "steps": 1.0}
BEATS_PER_MINUTE: Final = {
    "bpm": 1.0,
    "beats/min": 1.0,
    "count/min": 1.0,
    "counts/min": 1.0,
}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SPACES: Final = re.compile(r"(?<=\d)[ \u00a0\u202f'\u2019](?=\d{3}(?!\d))")
_PLAIN: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_DURATION: Final = re.compile(
    r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?", re.IGNORECASE
)
_CLOCK: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2}(?:\.\d+)?)")
_SPACED_OFFSET: Final = re.compile(r"(.*\d)\s+([+-]\d\d:?\d\d|Z)", re.DOTALL)
_TWELVE_HOURS: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T\s,]+(\d{1,2})(:\d\d(?::\d\d)?)\s*([AaPp])\.?\s?[Mm]\.?(.*)",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """When a post came in, and the zone of dates that name none."""

    received_at: datetime
    zone: tzinfo


def refuse(where: str, reason: RefusalReason) -> UnreadablePostError:
    """Return the refusal of a field."""
    return UnreadablePostError(readable(where), reason)


def readable(text: str) -> str:
    """Return a text of a phone as something that can be written anywhere: short, on one line, without lone surrogates."""
    kept = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(kept.split())[:LONGEST_NAME]


def number(value: object, where: str) -> float:
    """Return a number; text is read where it can mean one thing only. Raises UnreadablePostError."""
    if type(value) is float or type(value) is int:
        read = float(value) if abs(value) < 1e300 else float("inf")
    elif isinstance(value, str):
        read = _spelled(value.strip(), where)
    else:
        raise refuse(where, RefusalReason.WRONG_TYPE)
    if not isfinite(read):
        raise refuse(where, RefusalReason.NOT_FINITE)
    return read


def _spelled(text: str, where: str) -> float:
    text = _SPACES.sub("", text)
    if grouped := _GROUPED.fullmatch(text):
        separators = text.count(grouped[1])
        if separators > 1:
            return float(text.replace(grouped[1], ""))
        if grouped[1] == "," and not text.lstrip("+-").startswith("0"):
            # 7,961 is nearly eight, or nearly eight thousand
            raise refuse(where, RefusalReason.AMBIGUOUS_NUMBER)
    last = max(text.rfind(","), text.rfind("."))
    if "," in text and "." in text:
        whole = text[:last].replace("," if text[last] == "." else ".", " ")
        text = f"{_SPACES.sub('', whole)}.{text[last + 1 :]}"
    else:
        text = text.replace(",", ".")
    if not _PLAIN.fullmatch(text):
        raise refuse(where, RefusalReason.NOT_A_NUMBER)
    return float(text)


def amount(value: object, where: str, most: float) -> float:
    """Return a number from 0 to `most`. Raises UnreadablePostError."""
    read = number(value, where)
    if read < 0:
        raise refuse(where, RefusalReason.NEGATIVE)
    if read > most:
        raise refuse(where, RefusalReason.TOO_HIGH)
    return read


def steps(value: object, where: str) -> float:
    """Return a number of steps, perhaps fractional: apps share them out by time. Raises UnreadablePostError."""
    if isinstance(value, str) and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", value.strip()):
        # Steps have no decimals where they are typed: 7.961 may be nearly eight thousand
        raise refuse(where, RefusalReason.AMBIGUOUS_NUMBER)
    return amount(value, where, MOST_STEPS)


def heart_rate(value: object, where: str) -> float:
    """Return beats in a minute. Raises UnreadablePostError."""
    least, most = HEART_RATES_BPM
    read = number(value, where)
    if read < least:
        raise refuse(where, RefusalReason.TOO_LOW)
    return amount(read, where, most)


def factor(unit: object, factors: Mapping[str, float], where: str) -> float:
    """Return what a unit is in ours. Raises UnreadablePostError."""
    if not isinstance(unit, str):
        raise refuse(where, RefusalReason.WRONG_TYPE)
    found = factors.get(unit.strip().casefold())
    if found is None:
        raise refuse(where, RefusalReason.UNKNOWN_UNIT)
    return found


def name(value: object, where: str) -> str:
    """Return a name, empty where there is none; ids may be numbers. Raises UnreadablePostError."""
    if value is None:
        return ""
    if isinstance(value, str):
        return readable(value)
    if type(value) is int and abs(value) < 1 << 64:
        return str(value)
    raise refuse(where, RefusalReason.WRONG_TYPE)


def is_true(value: object, where: str) -> bool:
    """Return a yes or a no, as JSON or as text. Raises UnreadablePostError."""
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, str) and value.casefold() in {"true", "false"}:
        return value.casefold() == "true"
    raise refuse(where, RefusalReason.WRONG_TYPE)


def seconds(value: object, where: str) -> float:
    """Return a duration of at most a day: seconds, `12:30`, `1:02:30` or `PT12M30S`. Raises UnreadablePostError."""
    if isinstance(value, str):
        text = value.strip()
        if parts := _CLOCK.fullmatch(text):
            value = _clocked(parts, where)
        elif (parts := _ISO_DURATION.fullmatch(text)) and any(parts.groups()):
            days, hours, minutes, rest = parts.groups(default="0")
            minutes_in_all = (int(days[:9]) * 24 + int(hours[:9])) * 60 + int(
                minutes[:9]
            )
            value = minutes_in_all * 60.0 + float(rest[:15].replace(",", "."))
        else:
            try:
                value = number(text, where)
            except UnreadablePostError as wrong:
                if wrong.reason is RefusalReason.NOT_A_NUMBER:
                    raise refuse(where, RefusalReason.NOT_A_DURATION) from None
                raise
    read = number(value, where)
    if read < 0:
        raise refuse(where, RefusalReason.NEGATIVE)
    if read > LONGEST.total_seconds():
        raise refuse(where, RefusalReason.TOO_LONG)
    return read


def _clocked(parts: re.Match[str], where: str) -> float:
    hours, minutes, rest = parts.groups(default="0")
    if float(rest) >= 60 or (parts[1] and int(minutes) >= 60):
        raise refuse(where, RefusalReason.NOT_A_DURATION)
    return (int(hours) * 60 + int(minutes)) * 60 + float(rest)


def instant(value: object, where: str, receipt: Receipt) -> datetime:
    """Return a moment of the past in UTC, from text or seconds of Unix. Raises UnreadablePostError."""
    at = moment(value, where, receipt.zone)
    if at < EARLIEST:
        raise refuse(where, RefusalReason.TOO_OLD)
    check_past(at, where, receipt)
    return at


def check_past(at: datetime, where: str, receipt: Receipt) -> None:
    """Raise UnreadablePostError where a moment is yet to come."""
    if at > receipt.received_at + AHEAD:
        raise refuse(where, RefusalReason.IN_THE_FUTURE)


def a_day(value: object, where: str, receipt: Receipt) -> date:
    """Return a civil day that is not in the future, of a date, or of a moment in the zone. Raises UnreadablePostError."""
    if not isinstance(value, str) or not _DAY.fullmatch(value.strip()):
        return instant(value, where, receipt).astimezone(receipt.zone).date()
    try:
        day = date.fromisoformat(value.strip())
    except ValueError:
        raise refuse(where, RefusalReason.NOT_A_DATE) from None
    if day < EARLIEST.date():
        raise refuse(where, RefusalReason.TOO_OLD)
    if day > (receipt.received_at + AHEAD).astimezone(receipt.zone).date():
        raise refuse(where, RefusalReason.IN_THE_FUTURE)
    return day


def in_utc(at: datetime) -> datetime:
    """Return the same moment in UTC."""
    return at.astimezone(UTC)


def moment(value: object, where: str, zone: tzinfo) -> datetime:
    """Return any moment in UTC; where a clock shows an hour twice, the earlier. Raises UnreadablePostError."""
    try:
        if isinstance(value, str):
            text = value.strip()
            at = _unix(float(text)) if _is_unix(text) else _written(text)
        elif type(value) is int or type(value) is float:
            at = _unix(value)
        else:
            raise refuse(where, RefusalReason.WRONG_TYPE)
        if at.tzinfo is None:
            at = at.replace(tzinfo=zone)
        return at.astimezone(UTC)
    except ValueError, OverflowError:
        raise refuse(where, RefusalReason.NOT_A_DATE) from None


def _is_unix(text: str) -> bool:
    return bool(re.fullmatch(r"\d{9,10}(?:\.\d{1,9})?|\d{12,13}", text))


def _unix(value: float) -> datetime:
    """Seconds or milliseconds: what would be the year 5000 in one is the year 1975 in the other."""
    return _EPOCH + timedelta(seconds=value / 1000 if abs(value) >= 1e11 else value)


def _written(text: str) -> datetime:
    if len(text) == 25 and text[19] == " ":
        # The form that comes by the ten thousand
        return datetime.fromisoformat(text[:19] + text[20:])
    if twelve := _TWELVE_HOURS.fullmatch(text):
        day, hour, rest, half, offset = twelve.groups()
        if not 1 <= int(hour) <= 12:
            raise ValueError(text)
        hours = int(hour) % 12 + (12 if half in "pP" else 0)
        text = f"{day}T{hours:02}{rest}{offset}"
    if spaced := _SPACED_OFFSET.fullmatch(text):
        text = spaced[1] + spaced[2]
    if len(text) <= 10:
        # A day is not a moment
        raise ValueError(text)
    return datetime.fromisoformat(text)


def check_span(started_at: datetime, finished_at: datetime, where: str) -> float:
    """Return the seconds between. Raises UnreadablePostError where it ends before it starts, at once, or after a day."""
    if finished_at < started_at:
        raise refuse(where, RefusalReason.ENDS_BEFORE_START)
    if finished_at == started_at:
        raise refuse(where, RefusalReason.NO_TIME)
    if finished_at - started_at > LONGEST:
        raise refuse(where, RefusalReason.TOO_LONG)
    return (finished_at - started_at).total_seconds()


def check_pace(value: float, seconds_long: float, most: float, where: str) -> float:
    """Return what was counted in that time. Raises UnreadablePostError where nobody could."""
    if value > most * seconds_long:
        raise refuse(where, RefusalReason.TOO_FAST)
    return value
