"""The section of reminders in a walker's dialog: contacts stay with the walker, times go into the journal."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.retrowalk.walking.decision import DecisionKey
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
from homeassistant.helpers import entity_registry as er

from .dialogs import answer_walker, asked, change_walker, goals_in, questions, suggested
from .homes import BREAKFAST, set_up_home, shown, walker_id
from .phones import async_put_up_mailbox
from .reminded import REMINDERS, choose, turn_reminders


async def section(hass: HomeAssistant, home: ConfigEntry[Any]) -> dict[str, Any]:
    """What the section shows at first."""
    form = await change_walker(hass, home, "Ada")
    return suggested(questions(form["data_schema"])["reminders"].schema)


async def test_nothing_chosen_at_first(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The usual time, the end of the week, and nobody to tell; left so, nothing is switched on."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    before = dict(home.subentries[walker_id(1)].data)
    assert await section(hass, home) == {
        "notify_entities": [],
        "quiet_entities": [],
        "reminder_time": "17:00:00",
        "weekly_summary": "week_end",
    }
    await choose(hass, home)
    assert dict(home.subentries[walker_id(1)].data) == before
    assert shown(hass, REMINDERS) == "off"
    journal = home.runtime_data.walkers[walker_id(1)].ledger.journal
    assert not journal.history(DecisionKey.REMINDER_TIME)


async def test_contacts_are_kept_by_what_lasts(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Entities by their registry ids, or their own where they have none; emptied, they are forgotten."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    await async_put_up_mailbox(hass)
    registry = er.async_get(hass)
    mail = registry.async_get("notify.mail")
    assert mail is not None
    hass.states.async_set("switch.film", "off")
    await choose(
        hass,
        home,
        notify_entities=["notify.mail"],
        person="person.ada",
        quiet_entities=["switch.film"],
        reminder_time="12:34:00",
        weekly_summary="friday",
    )
    data = home.subentries[walker_id(1)].data
    assert data["notify_entities"] == [mail.id]
    assert data["person"] == "person.ada"
    assert data["quiet_entities"] == ["switch.film"]
    assert "reminder_time" not in data
    assert "weekly_summary" not in data
    walker = home.runtime_data.walkers[walker_id(1)]
    assert walker.decided(DecisionKey.REMINDER_TIME) == 754
    assert walker.decided(DecisionKey.WEEKLY_SUMMARY) == "friday"
    registry.async_update_entity("notify.mail", new_entity_id="notify.post")
    assert await section(hass, home) == {
        "notify_entities": ["notify.post"],
        "quiet_entities": ["switch.film"],
        "person": "person.ada",
        "reminder_time": "12:34:00",
        "weekly_summary": "friday",
    }
    await choose(hass, home, notify_entities=[], person=None, quiet_entities=[])
    assert not {"notify_entities", "person", "quiet_entities"} & (
        home.subentries[walker_id(1)].data.keys()
    )


async def test_first_contact_switches_on(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """Whoever chooses somebody to tell wants to be reminded; who switched off once does not by the next change."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    await async_put_up_mailbox(hass)
    await choose(hass, home, quiet_entities=["switch.film"])
    assert shown(hass, REMINDERS) == "off"
    await choose(hass, home, notify_entities=["notify.mail"])
    assert shown(hass, REMINDERS) == "on"
    await turn_reminders(hass, on=False)
    await async_put_up_mailbox(hass, "post")
    await choose(hass, home, notify_entities=["notify.mail", "notify.post"])
    assert shown(hass, REMINDERS) == "off"


async def test_other_changes_leave_contacts_alone(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The section may be left shut, and is not asked for while nobody can write its answers down."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    await async_put_up_mailbox(hass)
    await choose(hass, home, notify_entities=["notify.mail"])
    kept = home.subentries[walker_id(1)].data["notify_entities"]
    form = await change_walker(hass, home, "Ada")
    await answer_walker(hass, form, name="Ada", goals=goals_in(form))
    assert home.subentries[walker_id(1)].data["notify_entities"] == kept
    assert await hass.config_entries.async_unload(home.entry_id)
    form = await change_walker(hass, home, "Ada")
    assert "reminders" not in asked(form["data_schema"])
    await answer_walker(hass, form, name="Ada L.")
    assert home.subentries[walker_id(1)].data["notify_entities"] == kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekly_summary": "sometimes"},
        {"reminder_time": "25:00:00"},
        {"notify_entities": ["light.hall"]},
        {"person": "light.hall"},
        {"quiet_entities": ["light.hall"]},
    ],
)
async def test_answers_that_are_none(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, wrong: dict[str, Any]
) -> None:
    """What cannot be chosen in the dialog is not taken."""
    freezer.move_to(BREAKFAST)
    home = await set_up_home(hass, "Ada")
    with pytest.raises(InvalidData):
        await choose(hass, home, **wrong)
