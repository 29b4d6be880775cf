"""What a person does in Home Assistant's dialogs: press a button, look at the form, fill it in."""

from typing import Any

import voluptuous as vol

from custom_components.retrowalk.const import DOMAIN, HOME_UNIQUE_ID
from homeassistant.config_entries import (
    SOURCE_BLUETOOTH,
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigFlowResult,
    SubentryFlowResult,
)
from homeassistant.core import HomeAssistant

from .belts import BELT_ADDRESS, async_put_belt_on_air


def questions(schema: vol.Schema | None) -> dict[Any, Any]:
    """The questions of a form, with what each takes for an answer."""
    assert schema is not None
    return dict(schema.schema)


def asked(schema: vol.Schema | None) -> set[str]:
    """The names of the questions of a form."""
    return {str(question) for question in questions(schema)}


def suggested(schema: vol.Schema | None) -> dict[str, Any]:
    """What a form shows before anything is typed."""
    return {
        str(question): question.description["suggested_value"]
        for question in questions(schema)
        if question.description
    }


async def start(hass: HomeAssistant) -> ConfigFlowResult:
    """Press "Add integration"."""
    return await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )


async def answer(
    hass: HomeAssistant, shown: ConfigFlowResult, **answers: Any
) -> ConfigFlowResult:
    """Fill in the form that is shown, and let everything settle."""
    result = await hass.config_entries.flow.async_configure(shown["flow_id"], answers)
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


def found(hass: HomeAssistant) -> list[ConfigFlowResult]:
    """What is shown as discovered."""
    return [
        flow
        for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        if flow["context"]["source"] == SOURCE_BLUETOOTH
    ]


def entry_of(hass: HomeAssistant, unique_id: str) -> ConfigEntry | None:
    """The entry with this unique id."""
    return hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, unique_id)


def walkers(entry: ConfigEntry) -> list[str]:
    """Names of the walkers of a home."""
    return [subentry.title for subentry in entry.get_subentries_of_type("walker")]


async def set_up_home(hass: HomeAssistant, walker: str = "Ada") -> ConfigEntry:
    """A home with one walker, by hand."""
    menu = await start(hass)
    form = await answer(hass, menu, next_step_id="home")
    await answer(hass, form, name=walker)
    home = entry_of(hass, HOME_UNIQUE_ID)
    assert home is not None
    return home


async def set_up_treadmill(hass: HomeAssistant) -> ConfigEntry:
    """A treadmill that was discovered, and nothing else."""
    await async_put_belt_on_air(hass)
    await answer(hass, found(hass)[0])
    treadmill = entry_of(hass, BELT_ADDRESS)
    assert treadmill is not None
    return treadmill


async def start_walker(hass: HomeAssistant, home: ConfigEntry) -> SubentryFlowResult:
    """Press "Add walker"."""
    return await hass.config_entries.subentries.async_init(
        (home.entry_id, "walker"), context={"source": SOURCE_USER}
    )


async def change_walker(
    hass: HomeAssistant, home: ConfigEntry, name: str, item: str = "walker"
) -> SubentryFlowResult:
    """Press "Change walker", and choose an item of the menu."""
    [walker_id] = [
        subentry.subentry_id
        for subentry in home.get_subentries_of_type("walker")
        if subentry.title == name
    ]
    menu = await hass.config_entries.subentries.async_init(
        (home.entry_id, "walker"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": walker_id},
    )
    return await hass.config_entries.subentries.async_configure(
        menu["flow_id"], {"next_step_id": item}
    )


async def answer_walker(
    hass: HomeAssistant, shown: SubentryFlowResult, **answers: Any
) -> SubentryFlowResult:
    """Fill in the form of a walker, and let everything settle."""
    filled = {"live_opens_session": True, "body": {}} | answers
    result = await hass.config_entries.subentries.async_configure(
        shown["flow_id"], filled
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


def goals_in(shown: SubentryFlowResult) -> dict[str, Any]:
    """What the section of goals shows before anything is typed."""
    return suggested(questions(shown["data_schema"])["goals"].schema)
