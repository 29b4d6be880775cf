"""The dialog of a walker: a name, a body, and goals that are kept in the journal."""

from pathlib import Path
from typing import Any

import pytest

from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData

from .dialogs import (
    answer_walker,
    asked,
    change_walker,
    goals_in,
    questions,
    set_up_home,
    start_walker,
    suggested,
    walkers,
)


def damage_journals(hass: HomeAssistant) -> None:
    """Cut the files of all journals short, as a full disk would."""
    [journal] = Path(hass.config.path(".storage")).glob("retrowalk.*.journal.*")
    journal.write_text(journal.read_text(encoding="utf-8")[:40], encoding="utf-8")


async def test_second_walker(hass: HomeAssistant) -> None:
    """A second walker has a name of their own, and a body as far as it is told."""
    home = await set_up_home(hass)
    form = await start_walker(hass, home)
    form = await answer_walker(hass, form, name=" ")
    assert form["errors"] == {CONF_NAME: "name_missing"}
    form = await answer_walker(hass, form, name="aDA ")
    assert form["errors"] == {CONF_NAME: "name_taken"}
    result = await answer_walker(
        hass,
        form,
        name=" Ben ",
        live_opens_session=False,
        body={"height_cm": 181.0, "mass_kg": 77.5, "birth_year": 1980.0},
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert walkers(home) == ["Ada", "Ben"]
    assert result["data"] == {
        "name": "Ben",
        "live_opens_session": False,
        "height_cm": 181,
        "mass_kg": 77.5,
        "birth_year": 1980,
    }


@pytest.mark.parametrize(
    "body", [{"height_cm": 20}, {"mass_kg": 1000}, {"birth_year": 1492}]
)
async def test_impossible_body(hass: HomeAssistant, body: dict[str, int]) -> None:
    """A body that nobody has is not taken."""
    form = await start_walker(hass, await set_up_home(hass))
    with pytest.raises(InvalidData):
        await answer_walker(hass, form, name="Ben", body=body)


async def test_walker_is_changed(hass: HomeAssistant) -> None:
    """A walker can get another name and body; what is emptied is forgotten."""
    home = await set_up_home(hass)
    form = await change_walker(hass, home, "Ada")
    goals = goals_in(form)
    form_result = await answer_walker(
        hass, form, name="Ada L.", body={"height_cm": 165, "mass_kg": 60}, goals=goals
    )
    assert form_result["reason"] == "reconfigure_successful"
    form = await change_walker(hass, home, "Ada L.")
    assert suggested(questions(form["data_schema"])["body"].schema) == {
        "height_cm": 165,
        "mass_kg": 60,
    }
    await answer_walker(hass, form, name="Ada L.", body={"mass_kg": 61}, goals=goals)
    [ada] = home.get_subentries_of_type("walker")
    assert ada.title == "Ada L."
    assert ada.data == {"name": "Ada L.", "live_opens_session": True, "mass_kg": 61}


async def test_walker_keeps_what_is_not_asked(hass: HomeAssistant) -> None:
    """What other dialogs keep about a walker survives this one."""
    home = await set_up_home(hass)
    [ada] = home.get_subentries_of_type("walker")
    hass.config_entries.async_update_subentry(
        home, ada, data={**ada.data, "default_path": "hallway"}
    )
    form = await change_walker(hass, home, "Ada")
    await answer_walker(hass, form, name="Ada", goals=goals_in(form))
    [ada] = home.get_subentries_of_type("walker")
    assert ada.data["default_path"] == "hallway"


async def test_name_of_another_walker(hass: HomeAssistant) -> None:
    """A walker cannot take the name of another, but may write their own differently."""
    home = await set_up_home(hass)
    await answer_walker(hass, await start_walker(hass, home), name="Ben")
    form = await change_walker(hass, home, "Ben")
    goals = goals_in(form)
    form = await answer_walker(hass, form, name="ada", goals=goals)
    assert form["errors"] == {CONF_NAME: "name_taken"}
    result = await answer_walker(hass, form, name="BEN", goals=goals)
    assert result["reason"] == "reconfigure_successful"
    assert walkers(home) == ["Ada", "BEN"]


async def test_goals_are_decided_in_the_dialog(hass: HomeAssistant) -> None:
    """Goals are shown as they stand, and what is changed shows on the walker's entities."""
    home = await set_up_home(hass)
    form = await change_walker(hass, home, "Ada")
    goals = goals_in(form)
    assert goals == {
        "daily_goal": 10,
        "daily_measure": "minutes",
        "weekly_goal": 3,
        "weekly_measure": "sessions",
        "minimum_session": 1,
        "streak_kind": "daily",
        "direction": "backward",
    }
    changed = {
        "daily_goal": 20,
        "daily_measure": "minutes",
        "weekly_goal": 4,
        "weekly_measure": "sessions",
        "minimum_session": 2,
        "streak_kind": "weekly",
        "direction": "ask",
    }
    await answer_walker(hass, form, name="Ada", goals=changed)
    form = await change_walker(hass, home, "Ada")
    assert goals_in(form) == changed
    [goal] = [
        state for state in hass.states.async_all("number") if "daily" in state.entity_id
    ]
    assert float(goal.state) == 20


async def test_goals_of_a_journal_that_cannot_be_read(hass: HomeAssistant) -> None:
    """Goals are not written over a journal that cannot be read; the dialog says so."""
    home = await set_up_home(hass)
    form = await change_walker(hass, home, "Ada")
    goals = goals_in(form)
    await answer_walker(hass, form, name="Ada", goals={**goals, "daily_goal": 20})
    await hass.config_entries.async_unload(home.entry_id)
    damage_journals(hass)
    await hass.config_entries.async_setup(home.entry_id)
    form = await change_walker(hass, home, "Ada")
    form = await answer_walker(
        hass, form, name="Ada", goals={**goals, "daily_goal": 30}
    )
    assert form["errors"] == {"base": "walker_read_only"}


async def test_no_goals_while_the_home_is_down(hass: HomeAssistant) -> None:
    """Without a running home there is no journal to write goals into; the rest can be changed."""
    home = await set_up_home(hass)
    await hass.config_entries.async_unload(home.entry_id)
    form = await change_walker(hass, home, "Ada")
    assert "goals" not in asked(form["data_schema"])
    result = await answer_walker(hass, form, name="Eve")
    assert result["reason"] == "reconfigure_successful"
    assert walkers(home) == ["Eve"]


@pytest.mark.parametrize(
    ("section", "answers", "error"),
    [
        ("goals", {"daily_goal": 181}, "daily_goal_too_high"),
        ("goals", {"weekly_goal": 22}, "weekly_goal_too_high"),
        ("weekday_goals", {"friday": 300}, "daily_goal_too_high"),
        ("streak", {"milestones": ["soon"]}, "milestone_no_number"),
        (
            "streak",
            {
                "rest_days": [
                    "monday",
                    "tuesday",
                    "wednesday",
                    "thursday",
                    "friday",
                    "saturday",
                    "sunday",
                ]
            },
            "only_rest_days",
        ),
        (
            "streak",
            {"vacation_calendar": "calendar.ada_s_walking_walks"},
            "calendar_of_walks",
        ),
    ],
)
async def test_answers_that_make_no_sense(
    hass: HomeAssistant, section: str, answers: dict[str, Any], error: str
) -> None:
    """They are told, and nothing is decided."""
    home = await set_up_home(hass)
    form = await change_walker(hass, home, "Ada")
    shown = {
        name: suggested(questions(form["data_schema"])[name].schema)
        for name in ("goals", "weekday_goals", "streak")
    }
    form = await answer_walker(
        hass, form, name="Ada", **{**shown, section: shown[section] | answers}
    )
    assert form["errors"] == {"base": error}
    form = await change_walker(hass, home, "Ada")
    assert goals_in(form) == shown["goals"]


async def test_rules_of_the_streak_are_decided_in_the_dialog(
    hass: HomeAssistant,
) -> None:
    """Rest days, freezes, milestones, the hour of risk and goals by weekday come back as they were chosen."""
    home = await set_up_home(hass)
    form = await change_walker(hass, home, "Ada")
    chosen = {
        "weekday_goals": {"monday": 20, "sunday": 5},
        "streak": {
            "rest_days": ["tuesday", "saturday"],
            "freezes": False,
            "risk_hour": 20,
            "milestones": ["5", "10"],
        },
    }
    await answer_walker(hass, form, name="Ada", goals=goals_in(form), **chosen)
    form = await change_walker(hass, home, "Ada")
    for name, answers in chosen.items():
        assert suggested(questions(form["data_schema"])[name].schema) == answers
