"""What actions answer: sessions, sums and changes as JSON values, for templates and scripts."""

from datetime import date

from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType

from .coordinator import WalkerCoordinator
from .unclaimed import UnclaimedWalk
from .walk_figures import WalkFigures
from .walking.exchange import Plan
from .walking.ledger import Change
from .walking.model import Direction, Session
from .walking.records import BestSpan
from .walking.summary import Grouping, grouped, summed
from .walking.tally import Tally
from .walking.weeks import Weeks


def session_answer(walker: WalkerCoordinator, session: Session) -> JsonObjectType:
    """A session with its figures; times by the clock of the home."""
    return {"walker": walker.recording.name, **_told(session)}


def unclaimed_answer(walk: UnclaimedWalk) -> JsonObjectType:
    """A walk of nobody's: the belt in place of a walker, and until when it can be claimed. Nobody knows its energy."""
    return {
        "belt": walk.belt,
        "claimable_until": dt_util.as_local(walk.forgotten_at).isoformat(),
        **_told(walk.session),
        "energy_kcal": None,
    }


def _told(session: Session) -> JsonObjectType:
    figures = WalkFigures.of_finished(session)
    return {
        "session_id": session.id,
        "day": session.day.isoformat(),
        "start": dt_util.as_local(session.started_at).isoformat(),
        "end": dt_util.as_local(session.finished_at).isoformat(),
        **figures.told,
        "unknown_s": figures.unknown_s,
        "energy_kcal": figures.energy_kcal,
        "source": session.source,
    }


def stats_answer(
    walker: WalkerCoordinator, first: date, last: date, grouping: Grouping
) -> JsonObjectType:
    """The sums of these days by group, in order, and all together; backward only, but for the forward seconds.

    Records and badges are of all time, whatever the days.
    """
    goals = walker.ledger.figures.goals
    sessions = walker.ledger.journal.between(first, last)
    weeks = Weeks(walker.ledger.journal, walker.days.week_start)
    groups = grouped(sessions, grouping, weeks, goals)
    return {
        "walker": walker.recording.name,
        "groups": [
            {"start_date": begin.isoformat(), **_tally(groups[begin])}
            for begin in sorted(groups)
        ],
        "total": _tally(summed(sessions, goals)),
        "records": _records(walker),
        "badges": [
            {
                "badge": badge,
                "distance_m": badge.distance_m,
                "earned_on": day.isoformat(),
                "evidence": badge.evidence,
            }
            for badge, day in walker.ledger.figures.earned
        ],
    }


def _records(walker: WalkerCoordinator) -> JsonObjectType:
    """Each record with its day; those that nobody holds yet are null."""
    records = walker.data.standing.records
    return {
        "longest_session": _record(records.longest),
        "farthest_session": _record(records.farthest),
        "most_steps": _record(records.most_steps),
        "best_day": _best(records.best_day),
        "best_week": _best(records.best_week),
    }


def _record(session: Session | None) -> JsonObjectType | None:
    if session is None:
        return None
    return {
        "session_id": session.id,
        "day": session.day.isoformat(),
        "backward_s": round(session.active_s(Direction.BACKWARD)),
        "distance_m": round(session.distance_m(Direction.BACKWARD)),
        "steps": session.steps(Direction.BACKWARD),
    }


def _best(span: BestSpan | None) -> JsonObjectType | None:
    if span is None:
        return None
    return {
        "start_date": span.begin.isoformat(),
        "backward_s": round(span.backward_s),
    }


def _tally(tally: Tally) -> JsonObjectType:
    return {
        "backward_s": round(tally.backward_s),
        "forward_s": round(tally.forward_s),
        "distance_m": round(tally.distance_m),
        "steps": tally.steps,
        "sessions": tally.sessions,
    }


def change_answer(walker: WalkerCoordinator, change: Change) -> JsonObjectType:
    """What came back, and what went."""
    return {
        "walker": walker.recording.name,
        "restored": [after.id for _, after in change.sessions if after is not None],
        "removed": [
            before.id
            for before, after in change.sessions
            if before is not None and after is None
        ],
    }


def import_answer(
    walker: WalkerCoordinator, plan: Plan, *, dry_run: bool
) -> JsonObjectType:
    """What an import came to, or would come to: ids that are new or changed, how many are known, and the lines refused."""
    return {
        "walker": walker.recording.name,
        "dry_run": dry_run,
        "added": [session.id for session in plan.added],
        "changed": [after.id for _, after in plan.changed],
        "known": plan.known,
        "decisions": len(plan.decisions),
        "known_decisions": plan.known_decisions,
        "refused": [
            {"line": line, "reason": str(reason), "detail": detail}
            for line, reason, detail in plan.refused
        ],
    }
