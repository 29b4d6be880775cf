"""What was sent, held back, put off and answered on a day: kept with the checkpoint, so that a restart repeats nothing."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from . import stored
from .stored import Stored, StoredError

SNOOZE: Final = timedelta(hours=1)
RETRY_AFTER: Final = timedelta(minutes=15)
WRONG_CLOCK: Final = timedelta(days=31)
"""A diary further ahead than this was written by a clock that was wrong."""
NEVER: Final = date(2000, 1, 1)


class Reminder(StrEnum):
    """What a walker is told unasked."""

    DAILY = "daily"
    LAST_CHANCE = "last_chance"
    WEEKLY_SUMMARY = "weekly_summary"
    STILL_WALKING = "still_walking"


class Answer(StrEnum):
    """What a walker may answer."""

    START = "start"
    LATER = "later"
    """In an hour."""
    REST = "rest"
    STILL_WALKING = "walking"
    FINISH = "finish"


class Reason(StrEnum):
    """Why a reminder is held back."""

    DONE = "done"
    RESTING = "resting"
    VACATION = "vacation"
    WALKING = "walking"
    AWAY = "away"
    QUIET = "quiet"
    REMINDED = "reminded"
    """The last chance says it all."""
    TOO_LATE = "too_late"
    """Home Assistant was not running, or the clock was set."""
    FAILED = "failed"
    """None of the contacts could be reached."""
    NO_CONTACT = "no_contact"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of a reminder last: sent, or held back for a reason."""

    at: datetime
    reminder: Reminder
    reason: Reason | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What was answered last; not heeded when it came twice, or about another day."""

    at: datetime
    answer: Answer
    heeded: bool


class Diary:
    """The reminders of one walker's day."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self.day = NEVER
        self.last: Outcome | None = None
        self.reply: Reply | None = None
        self.next_look_at: datetime | None = None
        """When the next look is due at the latest; None while reminders are off. Not kept."""
        self._reader: Callable[[], None] | None = None
        self._turn_page()

    def _turn_page(self) -> None:
        self.snoozed_until: datetime | None = None
        self._sent: dict[Reminder, datetime] = {}
        self._retries: dict[Reminder, datetime] = {}
        self._held: set[str] = set()
        self._answered: set[str] = set()
        self._copies = 0
        """How many reminders went out on this day: each has a token of its own."""

    def open(self, day: date) -> None:
        """Turn to a day; a day before this one's page belongs to a clock that was set back, and leaves it open."""
        if day > self.day or self.day - day > WRONG_CLOCK:
            self.day = day
            self._turn_page()

    # What goes out

    def sent_at(self, reminder: Reminder) -> datetime | None:
        """When a reminder was sent on this day."""
        return self._sent.get(reminder)

    def retry_at(self, reminder: Reminder) -> datetime | None:
        """When to try again to send what reached nobody."""
        return self._retries.get(reminder)

    def waits_for_retry(self, reminder: Reminder, at: datetime) -> bool:
        """Whether it is too early to try again."""
        retry_at = self._retries.get(reminder)
        # A retry further away than it was ever put off belongs to a clock that was set back.
        return retry_at is not None and at < retry_at <= at + RETRY_AFTER

    def send(self, reminder: Reminder, at: datetime) -> str:
        """Enter a reminder that goes out, before it does; the token that tells its answers from all others."""
        self._sent[reminder] = at
        self._retries.pop(reminder, None)
        return self.ask_again(reminder)

    def ask_again(self, reminder: Reminder) -> str:
        """The token of one more copy of a reminder that is out already."""
        self._copies += 1
        return f"{self.day:%Y%m%d}.{reminder}.{self._copies}"

    def reach(self, reminder: Reminder, at: datetime) -> None:
        """Enter that somebody got it."""
        self.last = Outcome(at=at, reminder=reminder, reason=None)

    def fail(self, reminder: Reminder, at: datetime) -> bool:
        """Enter that nobody could be reached, to try again later; whether that is new on this day."""
        self._sent.pop(reminder, None)
        self._retries[reminder] = at + RETRY_AFTER
        return self.hold(reminder, Reason.FAILED, at)

    def was_held(self, reminder: Reminder) -> bool:
        """Whether there was a reason to hold a reminder back on this day."""
        return any(note.partition(".")[0] == reminder for note in self._held)

    def hold(self, reminder: Reminder, reason: Reason, at: datetime) -> bool:
        """Enter why a reminder is held back; whether that is new on this day."""
        note = f"{reminder}.{reason}"
        if note in self._held:
            return False
        self._held.add(note)
        self.last = Outcome(at=at, reminder=reminder, reason=reason)
        return True

    # What comes back

    def about(self, token: str) -> Reminder | None:
        """The reminder that a token belongs to; None where it is none of ours."""
        parts = token.split(".")
        try:
            return Reminder(parts[1]) if len(parts) == 3 else None
        except ValueError:
            return None

    def answer(self, token: str, answer: Answer, at: datetime) -> bool:
        """Enter an answer; whether it is to be heeded: the first of its kind, and about this day."""
        note = f"{answer}.{token}"
        today = token.startswith(f"{self.day:%Y%m%d}.")
        heeded = today and note not in self._answered
        if heeded:
            self._answered.add(note)
        self.note(answer, at, heeded=heeded)
        return heeded

    def note(self, answer: Answer, at: datetime, *, heeded: bool) -> None:
        """Enter what was answered last."""
        self.reply = Reply(at=at, answer=answer, heeded=heeded)

    def snooze(self, reminder: Reminder, at: datetime) -> None:
        """Put a reminder off: it is to be sent again."""
        self._sent.pop(reminder, None)
        self.snoozed_until = at + SNOOZE

    # Who reads along

    def watch(self, reader: Callable[[], None]) -> Callable[[], None]:
        """Tell one reader of every entry that is shown, until what is returned is called."""
        self._reader = reader

        def unwatch() -> None:
            self._reader = None

        return unwatch

    def show(self, next_look_at: datetime | None) -> None:
        """Let the reader look, and know when the next look is due."""
        self.next_look_at = next_look_at
        if self._reader is not None:
            self._reader()

    # On paper

    def written(self) -> dict[str, object]:
        """The page as JSON values."""
        return {
            "day": self.day.isoformat(),
            "snoozed_until": _iso(self.snoozed_until),
            "sent": {name: at.isoformat() for name, at in self._sent.items()},
            "held": sorted(self._held),
            "answered": sorted(self._answered),
            "copies": self._copies,
            "last": self.last
            and {
                "at": self.last.at.isoformat(),
                "reminder": self.last.reminder,
                "reason": self.last.reason,
            },
            "reply": self.reply
            and {
                "at": self.reply.at.isoformat(),
                "answer": self.reply.answer,
                "heeded": self.reply.heeded,
            },
        }

    def take_up(self, written: object) -> None:
        """Take up what was written; an early checkpoint has nothing, and nonsense is not worth a question."""
        with suppress(StoredError):
            self.read(stored.mapping(written, "diary"))

    def read(self, raw: Stored) -> None:
        """Take up what was written. Raises StoredError, and changes nothing, where it is anything else."""
        day = stored.civil_date(raw, "day")
        snoozed_until = stored.optional_moment(raw, "snoozed_until")
        sent = _read_sent(stored.mapping(raw.get("sent"), "sent"))
        held, answered = _read_notes(raw, "held"), _read_notes(raw, "answered")
        copies = stored.whole(raw, "copies")
        last, reply = _read_last(raw), _read_reply(raw)
        self.day, self.last, self.reply = day, last, reply
        self._turn_page()
        self.snoozed_until, self._sent = snoozed_until, sent
        self._held, self._answered, self._copies = held, answered, copies


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _read_sent(raw: Stored) -> dict[Reminder, datetime]:
    return {
        stored.member(Reminder, {"sent": name}, "sent"): stored.moment(raw, name)
        for name in raw
    }


def _read_notes(raw: Stored, name: str) -> set[str]:
    notes = stored.sequence(raw.get(name), name)
    if not all(isinstance(note, str) for note in notes):
        raise StoredError(f"{name} is not a list of texts")
    return set(map(str, notes))


def _read_last(raw: Stored) -> Outcome | None:
    if raw.get("last") is None:
        return None
    last = stored.mapping(raw["last"], "last")
    return Outcome(
        at=stored.moment(last, "at"),
        reminder=stored.member(Reminder, last, "reminder"),
        reason=stored.optional_member(Reason, last, "reason"),
    )


def _read_reply(raw: Stored) -> Reply | None:
    if raw.get("reply") is None:
        return None
    reply = stored.mapping(raw["reply"], "reply")
    return Reply(
        at=stored.moment(reply, "at"),
        answer=stored.member(Answer, reply, "answer"),
        heeded=stored.flag(reply, "heeded"),
    )
