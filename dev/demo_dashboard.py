"""The demo's dashboards: RetroWalk's own card, and one made of the cards that Home Assistant brings."""

from typing import Any, Final

type Card = dict[str, Any]

# The entities that the dashboard shows, by the ends of their unique ids.
WALKER_KEYS: Final = frozenset(
    {
        "session",
        "session_time",
        "session_steps",
        "session_distance",
        "today_time",
        "today_steps",
        "week_sessions",
        "total_time",
        "streak",
        "goal_progress",
        "start",
        "pause",
        "finish",
        "turn",
        "direction",
        "daily_goal",
        "streak_calendar",
    }
)
# Without the name of the device, which the heading says
OWN_NAME: Final = {"type": "entity"}
BELT_KEYS: Final = frozenset({"belt_speed", "connected", "moving", "walker"})


def dashboard(
    walker: str, walking: dict[str, str], belt: dict[str, str]
) -> dict[str, Any]:
    """Return a dashboard: the entity ids of the walker and of the belt come by the ends of their unique ids."""
    card = _view(walker, [_own_card(), _treadmill(belt)])
    entities = _view(
        "Entities",
        [_this_walk(walking), _habit(walking), _treadmill(belt), _year(walking)],
    )
    return {"title": "RetroWalk", "views": [card, entities]}


def _view(title: str, sections: list[Card]) -> dict[str, Any]:
    """A page of sections."""
    return {
        "title": title,
        "type": "sections",
        "max_columns": 3,
        "sections": sections,
    }


def _own_card() -> Card:
    """RetroWalk's card of everybody who walks here."""
    return {"type": "grid", "cards": [{"type": "custom:retrowalk-card"}]}


def _this_walk(walking: dict[str, str]) -> Card:
    """The session, as it runs, and what can be done with it."""
    cards = [_tile(walking["session"], columns=12)]
    figures = ("session_time", "session_steps", "session_distance", "direction")
    cards += [_tile(walking[key]) for key in figures]
    cards += [_button(walking[key]) for key in ("start", "pause", "turn", "finish")]
    return _section("This walk", cards)


def _habit(walking: dict[str, str]) -> Card:
    """What the walks come to."""
    figures = (
        "streak",
        "today_time",
        "today_steps",
        "daily_goal",
        "week_sessions",
        "total_time",
    )
    cards = [
        _gauge(walking["goal_progress"]),
        *(_tile(walking[key]) for key in figures),
    ]
    return _section("Today and the streak", cards)


def _treadmill(belt: dict[str, str]) -> Card:
    """What the belt does, and who is on it."""
    speed = {
        "type": "history-graph",
        "entities": [{"entity": belt["belt_speed"], "name": OWN_NAME}],
        "hours_to_show": 1,
    }
    cards = [_tile(belt["belt_speed"]), _tile(belt["moving"]), _tile(belt["connected"])]
    return _section("Treadmill", [*cards, _tile(belt["walker"]), speed])


def _year(walking: dict[str, str]) -> Card:
    """The picture of the year, as wide as the page."""
    card = {
        "type": "picture-entity",
        "entity": walking["streak_calendar"],
        "show_name": False,
        "show_state": False,
        "grid_options": {"columns": "full"},
    }
    return {**_section("The year", [card]), "column_span": 2}


def _section(title: str, cards: list[Card]) -> Card:
    """Cards under a heading."""
    heading = {"type": "heading", "heading": title}
    return {"type": "grid", "cards": [heading, *cards]}


def _tile(entity_id: str, *, columns: int = 6) -> Card:
    """One figure."""
    return {
        "type": "tile",
        "entity": entity_id,
        "name": OWN_NAME,
        "grid_options": {"columns": columns},
    }


def _button(entity_id: str) -> Card:
    """Something to press."""
    return {
        "type": "button",
        "entity": entity_id,
        "name": OWN_NAME,
        "tap_action": {
            "action": "perform-action",
            "perform_action": "button.press",
            "target": {"entity_id": entity_id},
        },
        "grid_options": {"columns": 3, "rows": 2},
    }


def _gauge(entity_id: str) -> Card:
    """How much of the goal is done, in percent."""
    return {
        "type": "gauge",
        "entity": entity_id,
        "name": OWN_NAME,
        "min": 0,
        "max": 100,
        "severity": {"green": 100, "yellow": 50, "red": 0},
        "grid_options": {"columns": 12},
    }
