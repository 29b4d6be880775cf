"""When a walker is reminded: stories of a day, and what holds on any day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.retrowalk.walking.reminder import Situation, Verdict, judge
from custom_components.retrowalk.walking.reminder_diary import (
    Answer,
    Diary,
    Reason,
    Reminder,
)

DAY = date(2026, 11, 23)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DAILY, LAST_CHANCE, SUMMARY = (
    Reminder.DAILY,
    Reminder.LAST_CHANCE,
    Reminder.WEEKLY_SUMMARY,
)


def at(hour: float, day: date = DAY) -> datetime:
    """An hour of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)


def situation(hour: float, day: date = DAY, **more: Any) -> Situation:
    """An hour of a day with nothing walked, a reminder at 17:00 and a streak that is at risk from 18:00."""
    usual: dict[str, Any] = {
        "at": at(hour, day),
        "day": day,
        "ends_at": at(24, day),
        "late_at": at(22, day),
        "daily_at": at(17, day),
        "risk_at": at(18, day),
        "set_at": dict.fromkeys(Reminder, LONG_AGO),
        "at_risk": True,
        "summary_due": False,
        "done": False,
        "resting": False,
        "vacation": False,
        "walking": False,
        "away": False,
        "quiet": False,
    }
    return Situation(**{**usual, **more})


class Evening:
    """A walker's day with a diary: looks at some hours, and what came of them."""

    def __init__(self) -> None:
        """Begin with an empty diary."""
        self.diary = Diary()
        self.sent: list[tuple[float, Reminder]] = []
        self.held: list[tuple[float, Reminder, Reason]] = []
        self.tokens: list[str] = []

    def look(self, hour: float, day: date = DAY, **more: Any) -> Verdict:
        """Look, send what is due, and note what is held back."""
        now = situation(hour, day, **more)
        self.diary.open(day)
        verdict = judge(now, self.diary)
        for reminder in verdict.due:
            self.sent.append((hour, reminder))
            self.tokens.append(self.diary.send(reminder, now.at))
            self.diary.reach(reminder, now.at)
        for reminder, reason in verdict.held:
            if self.diary.hold(reminder, reason, now.at):
                self.held.append((hour, reminder, reason))
        assert verdict.next_look_at > now.at
        return verdict


def test_reminded_at_the_walkers_time_and_before_the_streak_is_lost() -> None:
    """Once at 17:00, and once more two hours later; each look says when the next one is due."""
    evening = Evening()
    assert evening.look(9).next_look_at == at(17)
    assert evening.sent == []
    evening.look(17)
    assert evening.look(18).next_look_at == at(19)
    evening.look(19)
    assert evening.look(20).next_look_at == at(24)
    evening.look(23)
    assert evening.sent == [(17, DAILY), (19, LAST_CHANCE)]
    assert evening.held == []


def test_risk_before_the_walkers_time() -> None:
    """A reminder that comes after the last chance would say less."""
    evening = Evening()
    for hour in (18, 20, 21):
        evening.look(hour, daily_at=at(20))
    assert evening.sent == [(18, LAST_CHANCE)]
    assert evening.held == [(20, DAILY, Reason.REMINDED)]


def test_both_due_at_once() -> None:
    """Of both at the same time, the last chance is sent; also when it has to be tried again."""
    evening = Evening()
    assert evening.look(18, daily_at=at(18)).due == (LAST_CHANCE,)
    assert evening.diary.fail(LAST_CHANCE, at(18))
    verdict = evening.look(18.1, daily_at=at(18))
    assert verdict.due == ()
    assert verdict.next_look_at == at(18.25)
    assert evening.look(18.25, daily_at=at(18)).due == (LAST_CHANCE,)
    assert not evening.diary.fail(LAST_CHANCE, at(18.25))


def test_nothing_to_lose() -> None:
    """Without a streak there is no last chance."""
    evening = Evening()
    for hour in (17, 18, 19, 21):
        evening.look(hour, at_risk=False)
    assert evening.sent == [(17, DAILY)]


@pytest.mark.parametrize(
    ("so", "reason"),
    [
        ({"done": True}, Reason.DONE),
        ({"resting": True}, Reason.RESTING),
        ({"vacation": True}, Reason.VACATION),
        ({"walking": True}, Reason.WALKING),
        ({"away": True}, Reason.AWAY),
        ({"quiet": True}, Reason.QUIET),
        # The strongest reason is told
        ({"vacation": True, "done": True, "quiet": True}, Reason.VACATION),
        ({"done": True, "resting": True, "away": True}, Reason.DONE),
        ({"walking": True, "away": True, "quiet": True}, Reason.WALKING),
        ({"away": True, "quiet": True}, Reason.AWAY),
    ],
)
def test_held_back_and_sent_when_that_is_over(
    so: dict[str, Any], reason: Reason
) -> None:
    """Each reason is told once, and holds only as long as it lasts."""
    evening = Evening()
    evening.look(17, at_risk=False, **so)
    evening.look(17.5, at_risk=False, **so)
    assert evening.sent == []
    assert evening.held == [(17, DAILY, reason)]
    evening.look(18, at_risk=False)
    assert evening.sent == [(18, DAILY)]


def test_too_late_in_the_evening() -> None:
    """What was held back until ten is not sent any more."""
    evening = Evening()
    assert evening.look(17, at_risk=False, quiet=True).next_look_at == at(22)
    assert evening.look(22, at_risk=False).due == ()
    assert evening.sent == []
    assert evening.held == [(17, DAILY, Reason.QUIET)]


def test_home_that_was_down_all_evening() -> None:
    """Says so afterwards; a day that is done is not called late."""
    evening = Evening()
    evening.look(22.5)
    assert evening.held == [
        (22.5, LAST_CHANCE, Reason.TOO_LATE),
        (22.5, DAILY, Reason.TOO_LATE),
    ]
    other = Evening()
    other.look(22.5, at_risk=False, done=True)
    assert other.held == [(22.5, DAILY, Reason.DONE)]


def test_late_reminder_has_an_hour() -> None:
    """Who wants to be reminded at half past ten is, and not after midnight."""
    evening = Evening()
    assert evening.look(
        22.5, at_risk=False, daily_at=at(22.5), quiet=True
    ).next_look_at == at(23.5)
    evening.look(23, at_risk=False, daily_at=at(22.5))
    assert evening.sent == [(23, DAILY)]
    late = Evening()
    assert late.look(
        23.5, at_risk=False, daily_at=at(23.5), quiet=True
    ).next_look_at == at(24)


def test_in_an_hour() -> None:
    """A reminder that is put off comes once more, an hour later, under another token."""
    evening = Evening()
    evening.look(17, at_risk=False)
    assert evening.diary.answer(evening.tokens[0], Answer.LATER, at(17.25))
    evening.diary.snooze(DAILY, at(17.25))
    assert evening.look(17.25, at_risk=False).next_look_at == at(18.25)
    evening.look(18.25, at_risk=False)
    evening.look(19, at_risk=False)
    assert evening.sent == [(17, DAILY), (18.25, DAILY)]
    assert len(set(evening.tokens)) == 2


def test_in_an_hour_when_the_streak_is_at_risk() -> None:
    """What was put off comes as the last chance, once."""
    evening = Evening()
    evening.look(17)
    evening.diary.snooze(DAILY, at(17.5))
    for hour in (18, 18.5, 19, 20, 21):
        evening.look(hour)
    assert evening.sent == [(17, DAILY), (18.5, LAST_CHANCE)]
    evening.diary.snooze(LAST_CHANCE, at(21.5))
    for hour in (22, 22.5, 23):
        evening.look(hour)
    assert evening.sent[2:] == [(22.5, LAST_CHANCE)]


def test_in_an_hour_is_still_today() -> None:
    """What is put off beyond midnight comes a quarter of an hour before, and tomorrow begins with an empty page."""
    evening = Evening()
    late: dict[str, Any] = {"at_risk": False, "daily_at": at(23.2)}
    evening.look(23.2, **late)
    evening.diary.snooze(DAILY, at(23.5))
    assert evening.look(23.6, **late).next_look_at == at(23.75)
    evening.look(23.75, **late)
    evening.look(23.9, **late)
    tomorrow = DAY + timedelta(days=1)
    evening.look(0.5, tomorrow, at_risk=False)
    evening.look(17, tomorrow, at_risk=False)
    assert evening.sent == [(23.2, DAILY), (23.75, DAILY), (17, DAILY)]


def test_in_an_hour_when_the_day_is_almost_over() -> None:
    """There is no later on this day: it comes again at once."""
    evening = Evening()
    evening.look(17, at_risk=False)
    evening.diary.snooze(DAILY, at(23.9))
    evening.look(23.9, at_risk=False)
    assert evening.sent == [(17, DAILY), (23.9, DAILY)]


@pytest.mark.parametrize("reminder", [DAILY, LAST_CHANCE, SUMMARY])
def test_what_has_passed_is_not_made_up_for(reminder: Reminder) -> None:
    """Whoever sets a time that has passed, or switches on in the evening, means tomorrow."""
    evening = Evening()
    others = {other: at(23) for other in Reminder if other is not reminder}
    set_late: dict[str, Any] = {
        "set_at": {**others, reminder: at(20)},
        "summary_due": True,
    }
    assert evening.look(20, **set_late).due == ()
    set_in_time: dict[str, Any] = {
        "set_at": {**others, reminder: at(16.9)},
        "summary_due": True,
    }
    assert evening.look(20, **set_in_time).due == (reminder,)


def test_weekly_summary() -> None:
    """It comes at the walker's time, also when all is done, but not while on vacation or in a walk."""
    evening = Evening()
    evening.look(17, summary_due=True, vacation=True)
    evening.look(17.1, summary_due=True, done=True, at_risk=False, walking=True)
    evening.look(17.2, summary_due=True, done=True, resting=True, at_risk=False)
    evening.look(18, summary_due=True, done=True, at_risk=False)
    assert evening.sent == [(17.2, SUMMARY)]
    assert (17, SUMMARY, Reason.VACATION) in evening.held
    assert (17.1, SUMMARY, Reason.WALKING) in evening.held


def test_summary_is_not_put_off() -> None:
    """Putting off the reminder leaves the summary where it is."""
    evening = Evening()
    evening.diary.open(DAY)
    evening.diary.snooze(DAILY, at(16.5))
    evening.look(17, summary_due=True, at_risk=False)
    assert evening.sent == [(17, SUMMARY)]


def test_clock_set_back() -> None:
    """Neither an hour nor a day that comes again repeats a reminder, and a far future that never was is forgotten."""
    evening = Evening()
    evening.look(17, at_risk=False)
    evening.look(16, at_risk=False)
    evening.look(17, at_risk=False)
    yesterday = DAY - timedelta(days=1)
    assert evening.look(17, yesterday).next_look_at == at(24, yesterday)
    evening.look(18, at_risk=False)
    assert evening.sent == [(17, DAILY)]
    evening.diary.open(date(2040, 1, 1))
    evening.look(17.5, at_risk=False)
    assert evening.sent == [(17, DAILY), (17.5, DAILY)]


def test_clock_set_back_before_anything_was_sent() -> None:
    """The day before is over, even if it comes again."""
    evening = Evening()
    evening.look(9)
    assert evening.look(20, DAY - timedelta(days=1)).due == ()
    assert evening.held == []


def test_retry_of_a_clock_that_was_set_back() -> None:
    """A retry that is hours away all of a sudden is due."""
    evening = Evening()
    evening.look(21, at_risk=False)
    evening.diary.fail(DAILY, at(21))
    assert evening.look(21.1, at_risk=False).due == ()
    assert evening.look(18, at_risk=False).due == (DAILY,)


# Answers


def test_answer_counts_once_and_on_its_day() -> None:
    """Twice, or a day later, an answer is noted and not heeded."""
    diary = Diary()
    diary.open(DAY)
    token = diary.send(DAILY, at(17))
    assert diary.about(token) is DAILY
    assert diary.answer(token, Answer.LATER, at(17.1))
    assert not diary.answer(token, Answer.LATER, at(17.2))
    assert diary.answer(token, Answer.START, at(17.3))
    assert diary.reply is not None
    assert diary.reply.heeded
    diary.open(DAY + timedelta(days=1))
    assert not diary.answer(token, Answer.REST, at(32))
    assert not diary.reply.heeded


@pytest.mark.parametrize(
    "token", ["", "20261123", "20261123.daily", "20261123.nonsense.1", "a.b.c.d"]
)
def test_token_that_is_none(token: str) -> None:
    """Whatever else comes back belongs to no reminder."""
    assert Diary().about(token) is None


# What is kept


def test_diary_is_taken_up_after_a_restart() -> None:
    """Nothing is sent or heeded a second time."""
    evening = Evening()
    evening.look(17)
    evening.look(17.5, quiet=True)
    evening.diary.answer(evening.tokens[0], Answer.LATER, at(17.6))
    evening.diary.snooze(DAILY, at(17.6))
    evening.look(18.7, quiet=True)
    written = evening.diary.written()
    restarted = Diary()
    restarted.take_up(written)
    assert restarted.written() == written
    assert not restarted.answer(evening.tokens[0], Answer.LATER, at(18.8))
    assert judge(situation(19, quiet=True), restarted) == judge(
        situation(19, quiet=True), evening.diary
    )


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {},
        {"day": "yesterday"},
        {"sent": {"nonsense": "2026-11-23T17:00:00+00:00"}},
        {"sent": {"daily": "17:00"}},
        {"held": [1]},
        {"answered": "x"},
        {"copies": -1},
        {"last": {"at": "2026-11-23T17:00:00+00:00"}},
        {"reply": {"at": 1}},
        {"snoozed_until": 5},
    ],
)
def test_nonsense_is_left_aside(wrong: Any) -> None:
    """A page that cannot be read is an empty one."""
    diary = Diary()
    fresh = diary.written()
    diary.take_up(fresh | wrong if isinstance(wrong, dict) and wrong else wrong)
    assert diary.written() == fresh


# Any day

_flags = ("done", "resting", "vacation", "walking", "away", "quiet", "at_risk")
_situations = st.fixed_dictionaries(dict.fromkeys(_flags, st.booleans()))
_steps = st.lists(
    st.tuples(
        st.floats(0, 23.99),
        st.sampled_from([0, 0, 0, 1]),
        _situations,
        st.sampled_from([None, None, "later", "fail", "restart", "back"]),
    ),
    max_size=25,
)


@given(
    daily=st.floats(0, 23.9),
    risk=st.integers(0, 23),
    summary=st.booleans(),
    steps=_steps,
)
def test_any_days(
    daily: float, risk: int, summary: bool, steps: list[tuple[Any, ...]]
) -> None:
    """Whatever happens, in whatever order of the clock: no nagging, and never on a day without walking."""
    diary, day = Diary(), DAY
    sent: dict[tuple[date, Reminder], int] = {}
    allowed: dict[tuple[date, Reminder], int] = {}
    for hour, on, flags, act in steps:
        day += timedelta(days=on)
        seen = day - timedelta(days=act == "back")
        now = situation(
            hour,
            seen,
            daily_at=at(daily, seen),
            risk_at=at(risk, seen),
            summary_due=summary,
            **flags,
        )
        diary.open(seen)
        verdict = judge(now, diary)
        assert verdict.next_look_at > now.at
        assert not (set(verdict.due) & {reminder for reminder, _ in verdict.held})
        for reminder in verdict.due:
            assert not now.vacation
            assert not (now.walking or now.away or now.quiet)
            assert reminder is SUMMARY or not (now.done or now.resting)
            assert now.at >= (now.risk_at if reminder is LAST_CHANCE else now.daily_at)
            key = (diary.day, reminder)
            diary.send(reminder, now.at)
            sent[key] = sent.get(key, 0) + 1
            assert sent[key] <= 1 + allowed.get(key, 0)
            if act == "later" and reminder is not SUMMARY:
                diary.snooze(reminder, now.at)
                allowed[key] = allowed.get(key, 0) + 1
            if act == "fail":
                diary.fail(reminder, now.at)
                allowed[key] = allowed.get(key, 0) + 1
        if act == "restart":
            written, diary = diary.written(), Diary()
            diary.take_up(written)
