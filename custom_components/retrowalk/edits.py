"""The past in the walker's hands: sessions are logged, mended, deleted, moved, claimed and brought back."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .const import DOMAIN, NOBODY
from .coordinator import WalkerCoordinator
from .home import Home
from .profile import profile_of
from .walking.checks import Refusal, RefusedError, check_times
from .walking.claiming import claimed
from .walking.editing import Correction, edited, given_away, logged
from .walking.journal import DecisionKey, Journal
from .walking.ledger import MANY, Change, Ledger
from .walking.model import Direction, DirectionChoice, Profile, Session
from .walking.past import Past
from .walking.unanswered import UNTOLD, answered, is_unanswered, may_wait


def _enter(
    walker: WalkerCoordinator, change: Change, ledger: Ledger | None = None
) -> None:
    """Enter a change and let it be undone, in one step: an undo that comes while it is written means this one."""
    walker.async_amend(change, ledger)
    walker.ledger.changes.append(change)


def _take_back(
    walker: WalkerCoordinator, undone: Change, ledger: Ledger | None = None
) -> None:
    """Enter a change that takes one back, which cannot be undone again."""
    walker.async_amend(undone, ledger)
    changes = walker.ledger.changes
    for done in [done for done in changes if done.id == undone.id]:
        changes.remove(done)


async def async_log(
    walker: WalkerCoordinator,
    started_at: datetime,
    finished_at: datetime,
    *,
    active_s: float | None = None,
    direction: Direction | None = None,
    distance_m: float | None = None,
    steps: int | None = None,
) -> Session:
    """Write down a walk of the past; it lasted all the time unless seconds are told. Raises ServiceValidationError."""
    civil_day = walker.days.of_the_past(walker.ledger.journal)
    if direction is None:
        choice = DirectionChoice(str(walker.decided(DecisionKey.DIRECTION)))
        direction = choice.direction
        if direction is Direction.UNKNOWN and not may_wait(
            civil_day(started_at)[0], walker.days.today
        ):
            direction = UNTOLD
    if active_s is None:
        active_s = (finished_at - started_at).total_seconds()
    with _refusals_told(walker):
        check_times(started_at, finished_at, dt_util.utcnow())
        session = logged(
            ulid_now(),
            started_at,
            finished_at,
            {direction: active_s},
            distance_m=distance_m or 0.0,
            steps=steps,
            profile=walker_profile(walker),
            civil_day=civil_day,
        )
        walker.past.check(session)
    await async_enter(walker, Change(id=ulid_now(), sessions=((None, session),)))
    return session


async def async_edit(
    walker: WalkerCoordinator, session_id: str, known: Correction
) -> Session:
    """Mend a session. Raises ServiceValidationError."""
    with _refusals_told(walker):
        past = walker.past
        before = past.session(session_id)
        check_times(
            known.started_at or before.started_at,
            known.finished_at or before.finished_at,
            dt_util.utcnow(),
        )
        after = edited(before, known, walker.days.of_the_past(walker.ledger.journal))
        past.check(after)
    if after != before:
        await async_enter(walker, Change(id=ulid_now(), sessions=((before, after),)))
    return after


async def async_answer(
    walker: WalkerCoordinator, direction: Direction, session_id: str | None = None
) -> Session:
    """Tell which way a walk of unknown direction went, the latest one unless told which. Raises ServiceValidationError."""
    with _refusals_told(walker):
        past = walker.past
        if session_id is None:
            waiting = walker.ledger.figures.unanswered.waiting(walker.days.today)
            session_id = waiting[-1].id if waiting else ""
        before = past.session(session_id) if session_id else None
        if before is None or not is_unanswered(before):
            raise RefusedError(Refusal.NOTHING_UNANSWERED)
    after = answered(before, direction)
    await async_enter(walker, Change(id=ulid_now(), sessions=((before, after),)))
    return after


async def async_delete(walker: WalkerCoordinator, session_id: str) -> Session:
    """Delete a session. Raises ServiceValidationError."""
    with _refusals_told(walker):
        session = walker.past.session(session_id)
    await async_enter(walker, Change(id=ulid_now(), sessions=((session, None),)))
    return session


async def async_move(
    giver: WalkerCoordinator, receiver: WalkerCoordinator, session_id: str
) -> Session:
    """Give a session to another walker; it leaves the one only when the other has it on disk. Raises ServiceValidationError."""
    with _refusals_told(giver):
        session = giver.past.session(session_id)
    moved = given_away(session, walker_profile(giver), walker_profile(receiver))
    gained = await _async_receive(receiver, moved, giver.walker_id)
    lost = Change(
        id=gained.id, sessions=((session, None),), other_walker=receiver.walker_id
    )
    await async_enter(giver, lost)
    await receiver.recording.async_save_changes(receiver.ledger)
    return moved


async def async_claim(
    home: Home, walker: WalkerCoordinator, session_id: str | None = None
) -> Session:
    """Give an unclaimed walk, the latest unless told which, to its walker. Raises ServiceValidationError."""
    unclaimed = home.unclaimed
    with _refusals_told(walker):
        walk = unclaimed.walk(session_id)
    way = DirectionChoice(str(walker.decided(DecisionKey.DIRECTION))).direction
    session = claimed(walk.session, walker_profile(walker), way)
    with unclaimed.handing_out(session.id):
        await _async_receive(walker, session, NOBODY)
    await unclaimed.async_settle()
    await walker.recording.async_save_changes(walker.ledger)
    return session


async def _async_receive(
    receiver: WalkerCoordinator, session: Session, from_whom: str
) -> Change:
    """Enter a session that somebody else had; the change, which is on the disk."""
    with _refusals_told(receiver):
        if session.id in receiver.ledger.journal.sessions:
            raise RefusedError(Refusal.OVERLAP, session.id)
        receiver.past.check(session)
    gained = Change(id=ulid_now(), sessions=((None, session),), other_walker=from_whom)
    _enter(receiver, gained)
    written = False
    try:
        written = await receiver.recording.async_settle()
    finally:
        if not written:
            _take_back(receiver, gained.undone())
    if not written:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="not_written",
            translation_placeholders={"walker": receiver.recording.name},
        )
    return gained


async def async_undo(home: Home, walker: WalkerCoordinator) -> Change:
    """Take back the last change; a session that was moved leaves the other walker too. Raises ServiceValidationError."""
    with _refusals_told(walker):
        last = walker.past.last_change
        if len(last.sessions) >= MANY:
            return await async_enter_made(walker, Past.undo, enter=_take_back)
        undone = walker.past.undo()
    both = [(walker, undone)]
    if undone.other_walker == NOBODY:
        await _async_unclaim(home, walker, undone)
    elif (other := home.walkers.get(undone.other_walker or "")) is not None:
        half = next((one for one in other.ledger.changes if one.id == undone.id), None)
        with _refusals_told(other):
            if half is None:
                raise RefusedError(Refusal.CHANGED_SINCE)
            both.append((other, other.past.take_back(half)))
    elif undone.other_walker is not None:
        raise _told(RefusedError(Refusal.CHANGED_SINCE), walker)
    # Whoever gets a session back gets it before the other one loses it.
    for one, change in sorted(
        both, key=lambda pair: bool(pair[1].sessions) and pair[1].sessions[0][1] is None
    ):
        _take_back(one, change)
        await one.recording.async_settle()
        await one.recording.async_save_changes(one.ledger)
    return undone


async def _async_unclaim(home: Home, walker: WalkerCoordinator, undone: Change) -> None:
    """Let a walk that was claimed be nobody's again."""
    with _refusals_told(walker):
        for session_id in undone.session_ids:
            home.unclaimed.async_take_back(session_id)
    await home.unclaimed.async_settle()


async def async_adopt(walker: WalkerCoordinator, journal: Journal) -> bool:
    """Take over another journal; whether it is on the disk. Raises ServiceValidationError while a file is unreadable."""
    await async_enter_made(
        walker,
        lambda past: past.adopting(journal, ulid_now()),
        anew=True,
        enter=WalkerCoordinator.async_amend,
    )
    return await walker.recording.async_settle()


async def async_enter(walker: WalkerCoordinator, change: Change) -> None:
    """Enter a change that has been checked; it can be undone."""
    _enter(walker, change)
    await walker.recording.async_settle()
    await walker.recording.async_save_changes(walker.ledger)


async def async_enter_made(
    walker: WalkerCoordinator,
    make: Callable[[Past], Change],
    *,
    anew: bool = False,
    enter: Callable[[WalkerCoordinator, Change, Ledger | None], None] = _enter,
) -> Change:
    """Make a change in a thread of its own, and enter it; what it was.

    Figures are derived there too where it is large, or where `anew` says so. Raises ServiceValidationError, and what `make`
    raises.
    """
    change, ledger = await walker.async_made(make, many=0 if anew else MANY)
    if change.sessions or change.decisions:
        enter(walker, change, ledger)
        await walker.recording.async_settle()
        await walker.recording.async_save_changes(walker.ledger)
    return change


def holder(walkers: Iterable[WalkerCoordinator], session_id: str) -> WalkerCoordinator:
    """Whose session this is. Raises ServiceValidationError where it is nobody's."""
    for walker in walkers:
        if session_id in walker.ledger.journal.sessions:
            return walker
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=Refusal.UNKNOWN_SESSION,
        translation_placeholders={"walker": "", "detail": session_id},
    )


def walker_profile(walker: WalkerCoordinator) -> Profile:
    """The walker's body, as of now."""
    return profile_of(walker.config_entry.subentries[walker.walker_id])


@contextmanager
def _refusals_told(walker: WalkerCoordinator) -> Iterator[None]:
    try:
        yield
    except RefusedError as err:
        raise _told(err, walker) from err


def _told(refused: RefusedError, walker: WalkerCoordinator) -> ServiceValidationError:
    """A refusal in the words of the person who asked; another session is told by its times."""
    detail = refused.detail
    other = walker.ledger.journal.sessions.get(detail)
    if other is not None:
        begin, end = (
            dt_util.as_local(at) for at in (other.started_at, other.finished_at)
        )
        detail = f"{begin:%Y-%m-%d %H:%M}–{end:%H:%M}"
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=refused.reason,
        translation_placeholders={"walker": walker.recording.name, "detail": detail},
    )
