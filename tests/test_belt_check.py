"""A belt is looked at before it is added: what it is, and whether it lets itself be connected."""

from bleak_retry_connector.bluez import Allocations
from bluetooth_data_tools import monotonic_time_coarse
import pytest

from custom_components.retrowalk.const import DOMAIN
from custom_components.virtual_treadmill.gatt import client_of
from custom_components.virtual_treadmill.options import Refusal
from custom_components.virtual_treadmill.radio import Radio
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType

from .belts import (
    BELT_ADDRESS,
    async_notice_absence,
    async_put_belt_on_air,
    quick_retries,
)
from .dialogs import answer, found, questions, start, suggested

__all__ = ["quick_retries"]

OTHER_ADDRESS = "C0:FF:EE:00:00:02"


async def test_other_fitness_machines_are_turned_away(hass: HomeAssistant) -> None:
    """A bike that says so is neither discovered nor listed."""
    await async_put_belt_on_air(hass, machine_type="indoor_bike")
    assert not found(hass)
    result = await answer(hass, await start(hass), next_step_id="treadmill")
    assert result["reason"] == "no_devices_found"


class Neighbourhood(Radio):
    """A radio that hears what is no fitness machine."""

    @callback
    def async_hear_thermometer(self) -> None:
        """Hear one advertisement of a thermometer."""
        self._async_on_advertisement(
            OTHER_ADDRESS, -60, "Thermo", [], {}, {}, None, {}, monotonic_time_coarse()
        )


async def test_other_devices_are_not_listed(hass: HomeAssistant) -> None:
    """What is no fitness machine is no treadmill."""
    belt = await async_put_belt_on_air(hass)
    belt.async_end()
    neighbourhood = Neighbourhood(OTHER_ADDRESS, client_of(belt))
    neighbourhood.async_begin(hass)
    neighbourhood.async_hear_thermometer()
    form = await answer(hass, await start(hass), next_step_id="treadmill")
    neighbourhood.async_end()
    [question] = questions(form["data_schema"]).values()
    assert [option["value"] for option in question.config["options"]] == [BELT_ADDRESS]


class NewProxy(Radio):
    """A proxy that has not said yet how many connections it can hold."""

    def get_allocations(self) -> Allocations:
        """Return nothing that is known."""
        return Allocations(self.source, 0, 0, [])


async def test_radio_that_tells_no_slots_is_tried(hass: HomeAssistant) -> None:
    """Only a radio that has slots, and none of them free, keeps a belt from being called."""
    belt = await async_put_belt_on_air(hass)
    proxy = NewProxy(OTHER_ADDRESS, client_of(belt))
    proxy.async_begin(hass)
    proxy.async_hear("KS-BLR", None, None)
    form = await answer(hass, await start(hass), next_step_id="treadmill")
    form = await answer(hass, form, address=OTHER_ADDRESS)
    result = await answer(hass, form)
    proxy.async_end()
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_machine_that_turns_out_to_be_no_treadmill(hass: HomeAssistant) -> None:
    """A bike that does not say so is found out when it is connected, and let go again."""
    belt = await async_put_belt_on_air(
        hass, machine_type="indoor_bike", service_data=False
    )
    [flow] = found(hass)
    result = await answer(hass, flow, name="Ada")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "not_a_treadmill"
    assert not belt.connected
    assert not hass.config_entries.async_entries(DOMAIN)


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (Refusal.NO_SLOT, "no_free_slot"),
        (Refusal.HELD, "held_elsewhere"),
        (Refusal.UNREACHABLE, "unreachable"),
    ],
)
@pytest.mark.usefixtures("quick_retries")
async def test_belt_that_cannot_be_connected(
    hass: HomeAssistant, refusal: Refusal, error: str
) -> None:
    """The form says what stands in the way, keeps what was typed, and can be sent again."""
    belt = await async_put_belt_on_air(hass)
    [flow] = found(hass)
    belt.refuse(refusal)
    again = await answer(hass, flow, name="Ada")
    assert again["step_id"] == "bluetooth_confirm"
    assert again["errors"] == {"base": error}
    assert suggested(again["data_schema"]) == {"name": "Ada"}
    assert not hass.config_entries.async_entries(DOMAIN)
    belt.refuse(None)
    result = await answer(hass, again, name="Ada")
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_belt_that_went_away(hass: HomeAssistant) -> None:
    """A belt that is switched off while its dialog is open is unreachable until it is back."""
    belt = await async_put_belt_on_air(hass)
    form = await answer(hass, await start(hass), next_step_id="treadmill")
    form = await answer(hass, form, address=BELT_ADDRESS)
    belt.off_air()
    await async_notice_absence(hass)
    again = await answer(hass, form)
    assert again["errors"] == {"base": "unreachable"}
    belt.on_air()
    result = await answer(hass, again)
    assert result["type"] is FlowResultType.CREATE_ENTRY
