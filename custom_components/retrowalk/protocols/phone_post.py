"""What a phone's post comes to, whichever app wrote it: walks, counts, or one event of a walk under way."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b


class PostShape(StrEnum):
    """Who writes bodies like this."""

    OWN = "own"
    HEALTH_AUTO_EXPORT = "health_auto_export"
    HC_WEBHOOK = "hc_webhook"
    HEALTH_SYNC = "health_sync"
    FLAT = "flat"
    SHORTCUTS = "shortcuts"
    TASKER = "tasker"


class LiveKind(StrEnum):
    """What just happened to a walk."""

    START = "start"
    SAMPLE = "sample"
    PAUSE = "pause"
    RESUME = "resume"
    TURN = "turn"
    FINISH = "finish"


class CountKind(StrEnum):
    """What was counted: steps, metres, or beats in a minute."""

    STEPS = "steps"
    DISTANCE = "distance"
    HEART_RATE = "heart_rate"


class RefusalReason(StrEnum):
    """Why a body, or a thing in it, is not taken."""

    TOO_BIG = "too_big"
    WRONG_ENCODING = "wrong_encoding"
    NOT_JSON = "not_json"
    DUPLICATE_KEY = "duplicate_key"
    NOT_FINITE = "not_finite"
    TOO_DEEP = "too_deep"
    TOO_MANY = "too_many"
    UNKNOWN_SHAPE = "unknown_shape"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_VALUE = "unknown_value"
    UNKNOWN_METRIC = "unknown_metric"
    UNKNOWN_UNIT = "unknown_unit"
    MISSING = "missing"
    WRONG_TYPE = "wrong_type"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    NOT_A_DATE = "not_a_date"
    NOT_A_DURATION = "not_a_duration"
    NEGATIVE = "negative"
    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"
    TOO_FAST = "too_fast"
    TOO_LONG = "too_long"
    IN_THE_FUTURE = "in_the_future"
    TOO_OLD = "too_old"
    NOT_LIVE = "not_live"
    ENDS_BEFORE_START = "ends_before_start"
    NO_TIME = "no_time"


class UnreadablePostError(Exception):
    """A post that is wrong as a whole; `where` names the first wrong field, empty for the body itself."""

    def __init__(self, where: str, reason: RefusalReason) -> None:
        """Say where and why."""
        super().__init__(f"{where or 'body'}: {reason}")
        self.where = where
        self.reason = reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Workout:
    """A walk that is over. Times are aware and in UTC; None is what the app did not say."""

    key: str
    """The same for the same workout: its own id, else what its figures hash to."""
    name: str = ""
    started_at: datetime
    finished_at: datetime
    active_s: float | None = None
    distance_m: float | None = None
    steps: int | None = None
    direction: str | None = None
    """`backward` or `forward`, where the post says so."""
    heart_rate_bpm: int | None = None
    energy_kcal: float | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """What was counted between two moments, or, of a heart, at one."""

    key: str
    kind: CountKind
    value: float
    started_at: datetime
    finished_at: datetime
    source: str = ""
    daily_total: bool = False
    """The count of a day so far: it takes the place of the one before, and is never added to it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LiveEvent:
    """What a phone tells while walking; steps and metres are totals since the start of the walk."""

    key: str
    kind: LiveKind
    at: datetime | None = None
    """None: now."""
    steps: int | None = None
    distance_m: float | None = None
    speed_mps: float | None = None
    heart_rate_bpm: int | None = None
    direction: str | None = None
    planned_s: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A thing in a post that is not taken."""

    where: str
    """Such as `data.metrics[0].data[3].date`."""
    reason: RefusalReason


@dataclass(frozen=True, kw_only=True, slots=True)
class PhonePost:
    """All that one post says."""

    shape: PostShape
    is_test: bool = False
    workouts: tuple[Workout, ...] = ()
    counts: tuple[Count, ...] = ()
    live: LiveEvent | None = None
    refused: tuple[Refused, ...] = ()


def key_of(*facts: object) -> str:
    """Return a key that is the same for the same facts, on every machine and in every run."""
    text = "\x1f".join(map(str, facts))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
