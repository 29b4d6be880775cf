"""Set-up of what is no ordinary treadmill: WalkingPads, foot pods, and machines that are several things at once."""

import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.retrowalk.belt_check import PAD_NAMES
from custom_components.retrowalk.const import DOMAIN, HOME_UNIQUE_ID, Machine
from custom_components.retrowalk.protocols.ftms import FTMS_SERVICE
from custom_components.retrowalk.protocols.rsc import RSC_SERVICE
from custom_components.retrowalk.protocols.walkingpad import PAD_SERVICE, PAD_STATUS
from custom_components.virtual_treadmill.options import Refusal
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from .belts import (
    BELT_ADDRESS,
    async_notice_absence,
    async_put_belt_on_air,
    async_put_belts_on_air,
    quick_retries,
)
from .dialogs import answer, entry_of, found, questions, set_up_home, start, walkers

__all__ = ["quick_retries"]

MANIFEST = Path(__file__).parent.parent / "custom_components/retrowalk/manifest.json"
STEPS = {Machine.WALKING_PAD: "connect_pad", Machine.FOOT_POD: "connect_pod"}


@pytest.mark.parametrize("machine", STEPS)
async def test_first_machine_brings_the_home_along(
    hass: HomeAssistant, machine: Machine
) -> None:
    """Consent first, then the ask-first list and who walks: with that, all is set up."""
    belt = await async_put_belt_on_air(hass, speaks=machine, name="KS-BLC2")
    [flow] = found(hass)
    assert flow["step_id"] == STEPS[machine]
    form = await answer(hass, flow)
    assert form["step_id"] == "bluetooth_confirm"
    assert not belt.connected
    result = await answer(hass, form, name="Ada")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"]["machine"] == machine
    home = entry_of(hass, HOME_UNIQUE_ID)
    assert home is not None
    assert walkers(home) == ["Ada"]


@pytest.mark.parametrize("machine", STEPS)
async def test_machine_for_a_home_that_exists(
    hass: HomeAssistant, machine: Machine
) -> None:
    """Nothing but consent."""
    await set_up_home(hass)
    await async_put_belt_on_air(hass, speaks=machine)
    [flow] = found(hass)
    assert flow["step_id"] == STEPS[machine]
    result = await answer(hass, flow)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"]["machine"] == machine


@pytest.mark.usefixtures("quick_retries")
async def test_pad_that_is_held_elsewhere(hass: HomeAssistant) -> None:
    """The form says so, and can be sent again."""
    await set_up_home(hass)
    pad = await async_put_belt_on_air(hass, speaks="walking_pad")
    [flow] = found(hass)
    pad.refuse(Refusal.HELD)
    again = await answer(hass, flow)
    assert again["step_id"] == "connect_pad"
    assert again["errors"] == {"base": "held_elsewhere"}
    pad.refuse(None)
    assert (await answer(hass, again))["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "name", ["WalkingPad", "KS-BLC2", "KS-ST-A1P", "KS-SC-BLR2C", "R1 PRO"]
)
async def test_pad_is_known_by_its_name(hass: HomeAssistant, name: str) -> None:
    """Where it does not advertise its service."""
    await set_up_home(hass)
    await async_put_belt_on_air(
        hass, speaks="walking_pad", name=name, advertise_services=False
    )
    [flow] = found(hass)
    assert flow["step_id"] == "connect_pad"
    result = await answer(hass, flow)
    assert result["data"]["machine"] == "walking_pad"


@pytest.mark.parametrize("name", ["WalkingStick", "KS-03", "RE", "R1", "Keyboard"])
async def test_other_names_are_not_taken_for_a_pad(
    hass: HomeAssistant, name: str
) -> None:
    """Nothing is matched that is only similar."""
    await async_put_belt_on_air(
        hass, speaks="walking_pad", name=name, advertise_services=False
    )
    assert not found(hass)
    result = await answer(hass, await start(hass), next_step_id="treadmill")
    assert result["reason"] == "no_devices_found"


async def test_known_name_may_turn_out_to_be_a_treadmill(hass: HomeAssistant) -> None:
    """What it is, is known once it is connected."""
    await set_up_home(hass)
    await async_put_belt_on_air(
        hass, speaks="ftms", name="KS-ST-X", advertise_services=False
    )
    [flow] = found(hass)
    result = await answer(hass, flow)
    assert result["data"]["machine"] == "ftms"


@pytest.mark.parametrize(
    ("belt", "machine"),
    [
        pytest.param({"notify_hz": 10}, "ftms", id="both speak"),
        pytest.param(
            {"silent_treadmill_data": True}, "walking_pad", id="only the pad speaks"
        ),
        pytest.param(
            {"silent_treadmill_data": True, "wants_greeting": True},
            "walking_pad",
            id="the pad wants to be greeted",
        ),
    ],
)
async def test_treadmill_data_win_where_they_come(
    hass: HomeAssistant, belt: dict[str, Any], machine: str
) -> None:
    """A belt with both services is a WalkingPad only if it sends no Treadmill Data."""
    await set_up_home(hass)
    await async_put_belt_on_air(
        hass, speaks=["ftms", "walking_pad"], real_time=True, **belt
    )
    [flow] = found(hass)
    assert flow["step_id"] == "connect"
    result = await answer(hass, flow)
    assert result["data"]["machine"] == machine


async def test_belt_that_says_nothing_either_way_is_a_treadmill(
    hass: HomeAssistant,
) -> None:
    """It sleeps, and may be both: the standard wins."""
    await set_up_home(hass)
    belt = await async_put_belt_on_air(hass, speaks=["ftms", "walking_pad"])
    belt.muted = True
    [flow] = found(hass)
    result = await answer(hass, flow)
    assert result["data"]["machine"] == "ftms"
    assert belt.connected


@pytest.mark.parametrize("speaks", [["ftms", "foot_pod"], ["foot_pod", "ftms"]])
async def test_treadmill_with_a_pod_inside_is_a_treadmill(
    hass: HomeAssistant, speaks: list[str]
) -> None:
    """Its cadence is read beside its own data."""
    await set_up_home(hass)
    await async_put_belt_on_air(hass, speaks=speaks)
    [flow] = found(hass)
    assert (await answer(hass, flow))["data"]["machine"] == "ftms"


@pytest.mark.parametrize("answers", [True, False])
async def test_scooter_with_the_service_of_a_pad(
    hass: HomeAssistant, answers: bool
) -> None:
    """It does not answer as a pad does, or not at all, and is let go."""
    await set_up_home(hass)
    scooter = await async_put_belt_on_air(
        hass, speaks="walking_pad", name="Scooter", foreign_tongue=True
    )
    scooter.muted = not answers
    [flow] = found(hass)
    result = await answer(hass, flow)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "not_a_treadmill"
    assert not scooter.connected
    assert len(hass.config_entries.async_entries(DOMAIN)) == 1


async def test_pad_whose_status_cannot_be_subscribed_to(hass: HomeAssistant) -> None:
    """An error of the radio is told as what it is."""
    await set_up_home(hass)
    pad = await async_put_belt_on_air(hass, speaks="walking_pad")
    pad.faulty = {PAD_STATUS}
    [flow] = found(hass)
    again = await answer(hass, flow)
    assert again["errors"] == {"base": "held_elsewhere"}


async def test_pod_that_went_to_sleep(hass: HomeAssistant) -> None:
    """It is unreachable until it is moved."""
    await set_up_home(hass)
    pod = await async_put_belt_on_air(hass, speaks="foot_pod")
    [flow] = found(hass)
    form = await answer(hass, await start(hass), address=BELT_ADDRESS)
    pod.off_air()
    await async_notice_absence(hass)
    again = await answer(hass, form)
    assert again["step_id"] == "connect_pod"
    assert again["errors"] == {"base": "unreachable"}
    assert flow["step_id"] == "connect_pod"


async def test_all_kinds_are_in_the_list(hass: HomeAssistant) -> None:
    """Treadmills, pads and pods, to pick from."""
    await set_up_home(hass)
    machines = await async_put_belts_on_air(
        hass,
        {"name": "Toorx"},
        {"speaks": "walking_pad", "name": "WalkingPad"},
        {"speaks": "foot_pod", "name": "Stryd"},
    )
    assert len(found(hass)) == 3
    form = await start(hass)
    [question] = questions(form["data_schema"]).values()
    assert [option["label"] for option in question.config["options"]] == [
        f"{machine.name} ({machine.address})" for machine in machines
    ]
    form = await answer(hass, form, address=machines[2].address)
    assert form["step_id"] == "connect_pod"


def test_manifest_waits_for_what_the_dialog_takes() -> None:
    """The same services and names; no name that matches nearly everything."""
    matchers = json.loads(MANIFEST.read_text(encoding="utf-8"))["bluetooth"]
    assert all(matcher["connectable"] for matcher in matchers)
    assert {matcher.get("service_uuid") for matcher in matchers} - {None} == {
        FTMS_SERVICE,
        PAD_SERVICE,
        RSC_SERVICE,
    }
    names = [matcher["local_name"] for matcher in matchers if "local_name" in matcher]
    assert names == list(PAD_NAMES)
    assert all(len(name.rstrip("*")) >= 5 for name in names)
