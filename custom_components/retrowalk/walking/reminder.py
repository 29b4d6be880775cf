"""When a walker is reminded, of what, and what holds a reminder back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from .reminder_diary import Answer, Diary, Reason, Reminder

LATEST_HOUR: Final = 22
"""What was held back until this hour of the day is not sent any more."""
STILL_SENSIBLE: Final = timedelta(hours=1)
"""A reminder that is set to a late hour may wait for this long."""
APART: Final = timedelta(hours=2)
"""The last chance is told no sooner than this after the reminder of the day."""

BEFORE_THE_END: Final = timedelta(minutes=15)
"""What is put off comes this long before the day ends at the latest: the day's end would swallow it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReminderMoment:
    """A moment of a reminder of this day."""

    at: datetime
    day: date
    reminder: Reminder


class ReminderDue(ReminderMoment):
    """It is time to remind, and nothing speaks against it; whether somebody could be told is another moment."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReminderSent(ReminderMoment):
    """A reminder has gone to so many contacts; others may have failed."""

    contacts: int
    failed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReminderSuppressed(ReminderMoment):
    """A reminder is held back; it may still be sent on this day, when the reason is gone."""

    reason: Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class ReminderAnswered(ReminderMoment):
    """Somebody answered a reminder; not heeded when it came twice, or about another day."""

    answer: Answer
    heeded: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """All that a reminder depends on, but for what was sent already."""

    at: datetime
    day: date
    ends_at: datetime
    """When the day ends."""
    late_at: datetime
    """The latest hour of the day."""
    daily_at: datetime
    """The walker's time."""
    risk_at: datetime
    """From when on a streak is at risk."""
    set_at: Mapping[Reminder, datetime]
    """When each was last switched on or set to its time: what lies before that is not made up for."""
    at_risk: bool
    """Whether the streak ends with this day unless somebody walks, however late it is."""
    summary_due: bool
    """Whether this day is the one of the summary."""
    done: bool
    resting: bool
    vacation: bool
    walking: bool
    away: bool
    quiet: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What to send now, what is held back and why, and when to look again at the latest."""

    due: tuple[Reminder, ...] = ()
    held: tuple[tuple[Reminder, Reason], ...] = ()
    next_look_at: datetime


def judge(situation: Situation, diary: Diary) -> Verdict:
    """What is to be done at a moment; a clock that was set back to a day before the diary's finds nothing to do."""
    if situation.day != diary.day:
        return Verdict(next_look_at=situation.ends_at)
    due: list[Reminder] = []
    last_chance = diary.sent_at(Reminder.LAST_CHANCE) is not None
    held: list[tuple[Reminder, Reason]] = []
    for reminder in _waiting(situation, diary):
        begin, until = _window(situation, diary, reminder)
        if situation.at < begin:
            continue
        reason = _reason(situation, diary, reminder, last_chance=last_chance)
        if situation.at >= until:
            if not diary.was_held(reminder):
                held.append((reminder, reason or Reason.TOO_LATE))
        elif reason is not None:
            held.append((reminder, reason))
        else:
            last_chance |= reminder is Reminder.LAST_CHANCE
            if not diary.waits_for_retry(reminder, situation.at):
                due.append(reminder)
    return Verdict(
        due=tuple(due), held=tuple(held), next_look_at=_next_look(situation, diary)
    )


def next_reminder_at(situation: Situation, diary: Diary) -> datetime | None:
    """When this day reminds of walking next, as things stand; None when it does not any more."""
    if situation.done or situation.resting or situation.vacation:
        return None
    begins = (
        _window(situation, diary, reminder)[0]
        for reminder in _waiting(situation, diary)
        if reminder is not Reminder.WEEKLY_SUMMARY
    )
    return min((begin for begin in begins if begin > situation.at), default=None)


def _waiting(situation: Situation, diary: Diary) -> Iterator[Reminder]:
    """The reminders that this day may still bring; the last chance first, since it stands for the other too."""
    belongs = {
        Reminder.LAST_CHANCE: situation.at_risk,
        Reminder.DAILY: True,
        Reminder.WEEKLY_SUMMARY: situation.summary_due,
    }
    for reminder, belonging in belongs.items():
        set_in_time = situation.set_at[reminder] <= _time(situation, reminder)
        if belonging and set_in_time and diary.sent_at(reminder) is None:
            yield reminder


def _time(situation: Situation, reminder: Reminder) -> datetime:
    if reminder is Reminder.LAST_CHANCE:
        return situation.risk_at
    return situation.daily_at


def _window(
    situation: Situation, diary: Diary, reminder: Reminder
) -> tuple[datetime, datetime]:
    """From when until when a reminder makes sense: put off by the walker, though not beyond the day, and not twice in a row."""
    begin = _time(situation, reminder)
    if diary.snoozed_until is not None and reminder is not Reminder.WEEKLY_SUMMARY:
        latest = situation.ends_at - BEFORE_THE_END
        begin = max(begin, min(diary.snoozed_until, latest))
    daily_sent_at = diary.sent_at(Reminder.DAILY)
    if reminder is Reminder.LAST_CHANCE and daily_sent_at is not None:
        begin = max(begin, daily_sent_at + APART)
    until = max(situation.late_at, begin + STILL_SENSIBLE)
    return begin, min(until, situation.ends_at)


def _reason(
    situation: Situation, diary: Diary, reminder: Reminder, *, last_chance: bool
) -> Reason | None:
    """What speaks against a reminder just now."""
    if situation.vacation:
        return Reason.VACATION
    if reminder is not Reminder.WEEKLY_SUMMARY:
        if situation.done:
            return Reason.DONE
        if situation.resting:
            return Reason.RESTING
    if situation.walking:
        return Reason.WALKING
    if situation.away:
        return Reason.AWAY
    if situation.quiet:
        return Reason.QUIET
    if reminder is Reminder.DAILY and last_chance:
        return Reason.REMINDED
    return None


def _next_look(situation: Situation, diary: Diary) -> datetime:
    """The next moment at which time alone changes the verdict; all else tells of itself."""
    moments = [situation.ends_at]
    for reminder in _waiting(situation, diary):
        moments += _window(situation, diary, reminder)
        if (retry_at := diary.retry_at(reminder)) is not None:
            moments.append(retry_at)
    return min(moment for moment in moments if moment > situation.at)
