"""What is not the walk's doing: hands on the lights, power cuts, lamps that come and go, and restarts."""

from collections.abc import Generator
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.components.light import ColorMode
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir

from ..homes import BREAKFAST, let_pass, press, shown
from ..lamps import Lamp, put_up, switch
from ..paths import HALL, a_path, answer_path, change_path, set_up_paths

START, FINISH = "ada_s_walking_start_walk", "ada_s_walking_finish_walk"


@pytest.fixture(autouse=True)
def _breakfast(
    freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> Generator[None]:
    """Stop the clock at breakfast; in the end, nothing of ours has failed unseen."""
    freezer.move_to(BREAKFAST)
    yield
    told = " ".join(record.getMessage() for record in caplog.get_records("call"))
    assert "Error while dispatching" not in told
    assert "Task exception was never retrieved" not in told


async def walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: float = 60
) -> None:
    """Start, and walk for a while."""
    await press(hass, START)
    await let_pass(hass, freezer, seconds)


async def furnish(hass: HomeAssistant, *lamps: Lamp, **data: Any) -> Any:
    """A home with one hallway, lit by these lamps for every walk."""
    await put_up(hass, *lamps)
    lights = [lamp.entity_id for lamp in lamps]
    return await set_up_paths(hass, a_path(lights=lights, **{"when": "always", **data}))


# Hands


@pytest.mark.parametrize(
    ("service", "told"),
    [
        ("turn_off", {}),
        ("turn_on", {"brightness": 100}),
        ("turn_on", {"color_temp_kelvin": 2200}),
        ("turn_on", {"hs_color": (240, 100)}),
    ],
)
async def test_touched_light_is_left_alone(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    service: str,
    told: dict[str, Any],
) -> None:
    """What somebody chose during the walk stays; the other lights are put back."""
    lamp = Lamp("Lamp", ColorMode.COLOR_TEMP, ColorMode.HS)
    other = Lamp("Other", ColorMode.COLOR_TEMP, ColorMode.HS)
    await furnish(hass, lamp, other, color_temp_kelvin=4000)
    await walk(hass, freezer)
    await switch(hass, lamp, service, **told)
    orders = len(lamp.orders)
    await press(hass, FINISH)
    assert len(lamp.orders) == orders
    assert shown(hass, other.entity_id) == STATE_OFF


async def test_touched_by_a_remote(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A lamp that says of its own accord that it was dimmed was dimmed by somebody."""
    lamp = Lamp("Lamp")
    await furnish(hass, lamp)
    await walk(hass, freezer)
    lamp.show(brightness=60)
    lamp.show(brightness=255)
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_ON


async def test_off_and_on_again(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A light that somebody switched off and on again is theirs, however it looks."""
    lamp = Lamp("Lamp")
    await furnish(hass, lamp)
    await walk(hass, freezer)
    await switch(hass, lamp, "turn_off")
    await switch(hass, lamp, "turn_on", brightness=255)
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_ON


async def test_touched_light_is_found_anew_by_the_next_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """What somebody made of a light is what the next walk puts back."""
    lamp = Lamp("Lamp")
    await furnish(hass, lamp)
    await walk(hass, freezer)
    await switch(hass, lamp, "turn_on", brightness=60)
    await press(hass, FINISH, START)
    assert lamp.brightness == 255
    await press(hass, FINISH)
    assert lamp.brightness == 60


async def test_light_that_rounds(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A lamp with eight steps is not as bright as it was told, and was touched by nobody."""
    lamp = Lamp("Lamp", steps=8)
    await furnish(hass, lamp, brightness_pct=55)
    await walk(hass, freezer)
    assert lamp.brightness == 128
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_OFF


async def test_light_that_rounds_late(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A lamp says what it made of the command seconds later, and a little otherwise still later."""
    lamp = Lamp("Lamp")
    await furnish(hass, lamp, brightness_pct=40)
    await walk(hass, freezer, 2)
    lamp.show(brightness=70)
    await let_pass(hass, freezer, 60)
    lamp.show(brightness=72)
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_OFF


async def test_light_that_is_slow(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A walk may be over before a lamp has said that it is on."""
    lamp = Lamp("Lamp")
    await furnish(hass, lamp)
    lamp.is_slow = True
    await press(hass, START, FINISH)
    assert lamp.orders[-1] == {"on": False}


async def test_light_that_is_asked_too_soon(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A lamp that is asked right after the command may say once more that it is off: nobody touched it."""
    lamp = Lamp("Lamp")
    await furnish(hass, lamp)
    await walk(hass, freezer, 1)
    for is_on in (False, True):
        lamp.answer(is_on=is_on)
        await let_pass(hass, freezer, 1)
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_OFF


async def test_light_that_never_said_how_it_is(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A lamp that only believes what it is told is taken for off before the first time."""
    lamp = Lamp("Lamp")
    await furnish(hass, lamp)
    lamp.show(is_on=None)
    assert shown(hass, lamp.entity_id) == "unknown"
    await walk(hass, freezer)
    assert shown(hass, lamp.entity_id) == STATE_ON
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_OFF


# Power, and lamps that come and go


async def test_power_cut_in_mid_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A lamp that comes back off while somebody walks is lit again; nobody touched it, so it is put back."""
    lamp, bright = Lamp("Lamp"), Lamp("Bright")
    await furnish(hass, lamp, bright, brightness_pct=50)
    await walk(hass, freezer)
    lamp.show(available=False)
    bright.show(available=False)
    await let_pass(hass, freezer, 30)
    lamp.show(available=True, is_on=False)
    bright.show(available=True, brightness=255)
    await let_pass(hass, freezer, 10, step_s=1)
    assert shown(hass, lamp.entity_id) == STATE_ON
    assert lamp.brightness == 128
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == shown(hass, bright.entity_id) == STATE_OFF


async def test_light_that_is_away_at_the_end(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """It is put back when it comes back; not after ten minutes, when it is somebody's light again."""
    soon, late = Lamp("Soon"), Lamp("Late")
    await furnish(hass, soon, late)
    await walk(hass, freezer)
    soon.show(available=False)
    late.show(available=False)
    await press(hass, FINISH)
    await let_pass(hass, freezer, 500)
    soon.show(available=True)
    await let_pass(hass, freezer, 10, step_s=1)
    assert shown(hass, soon.entity_id) == STATE_OFF
    await let_pass(hass, freezer, 120)
    late.show(available=True)
    await let_pass(hass, freezer, 10, step_s=1)
    assert shown(hass, late.entity_id) == STATE_ON


async def test_renamed_in_mid_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A light is put back under the name that it has by then, and lit under it the next time."""
    lamp, touched = Lamp("Lamp"), Lamp("Touched")
    home = await furnish(hass, lamp, touched)
    [path] = home.get_subentries_of_type("path")
    kept = [er.async_get(hass).entities[lamp.entity_id].id]
    hass.config_entries.async_update_subentry(
        home, path, data={**path.data, "lights": [*kept, touched.entity_id]}
    )
    await walk(hass, freezer)
    er.async_get(hass).async_update_entity("light.lamp", new_entity_id="light.new")
    er.async_get(hass).async_update_entity("light.touched", new_entity_id="light.t")
    await let_pass(hass, freezer, 10, step_s=1)
    await switch(hass, touched, "turn_on", brightness=60)
    await press(hass, FINISH)
    assert shown(hass, "light.new") == STATE_OFF
    assert shown(hass, "light.t") == STATE_ON
    await press(hass, START)
    assert shown(hass, "light.new") == STATE_ON


async def test_removed_light_is_told(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A light that does not exist any more hinders no walk, and is told until the path is mended."""
    lamp, other = Lamp("Lamp"), Lamp("Other")
    home = await furnish(hass, lamp, other)
    issues, registry = ir.async_get(hass), er.async_get(hass)
    form = await change_path(hass, home, "Hallway")
    await answer_path(hass, form, name="Hallway", lights=["light.lamp", "light.other"])
    assert not issues.issues
    await walk(hass, freezer)
    registry.async_remove("light.lamp")
    await hass.async_block_till_done()
    [issue] = issues.issues.values()
    assert issue.translation_key == "path_lights_lost"
    assert issue.translation_placeholders == {
        "path": "Hallway",
        "entities": "light.lamp",
    }
    await press(hass, FINISH, START)
    assert shown(hass, "light.other") == STATE_ON
    form = await change_path(hass, home, "Hallway")
    await answer_path(hass, form, name="Hallway", lights=["light.other"])
    assert not issues.issues
    registry.async_remove("light.other")
    await hass.async_block_till_done()
    assert len(issues.issues) == 1
    await press(hass, FINISH)
    assert await hass.config_entries.async_remove(home.entry_id)
    assert not issues.issues


async def test_light_without_a_registered_name(hass: HomeAssistant) -> None:
    """It is known by its entity id, and missed when there is nothing under it."""
    lamp = Lamp("Lamp", registered=False)
    home = await furnish(hass, lamp)
    assert not ir.async_get(hass).issues
    await press(hass, START, FINISH)
    assert [order["on"] for order in lamp.orders] == [True, False]
    form = await change_path(hass, home, "Hallway")
    await answer_path(hass, form, name="Hallway", lights=["light.nowhere"])
    assert (
        ir.async_get(hass).async_get_issue("retrowalk", f"path_lights_lost_{HALL}")
        is not None
    )


# Restarts


async def restart(hass: HomeAssistant, home: Any, during: Any = None) -> None:
    """Unload the home, let something happen, and load it again."""
    assert await hass.config_entries.async_unload(home.entry_id)
    await hass.async_block_till_done()
    if during is not None:
        during()
        await hass.async_block_till_done()
    assert await hass.config_entries.async_setup(home.entry_id)
    await hass.async_block_till_done()


async def test_restart_in_mid_walk(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """The walk goes on with its lights, and they are put back at its end."""
    lamp, touched = Lamp("Lamp"), Lamp("Touched")
    home = await furnish(hass, lamp, touched)
    await walk(hass, freezer)
    await restart(hass, home, lambda: touched.show(brightness=60))
    assert home.runtime_data.walked == {"01KWALKER00000000000000001": HALL}
    await let_pass(hass, freezer, 20)
    assert shown(hass, lamp.entity_id) == STATE_ON
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_OFF
    assert shown(hass, touched.entity_id) == STATE_ON


async def test_finish_right_after_a_restart(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """A light is put back when it is known how it is."""
    lamp = Lamp("Lamp")
    home = await furnish(hass, lamp)
    await walk(hass, freezer)
    await restart(hass, home)
    await press(hass, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_ON
    await let_pass(hass, freezer, 6, step_s=1)
    assert shown(hass, lamp.entity_id) == STATE_OFF


@pytest.mark.parametrize("is_back", [True, False])
async def test_walk_that_ended_while_home_assistant_was_away(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, is_back: bool
) -> None:
    """The lights are put back when Home Assistant and they are there again."""
    lamp, touched = Lamp("Lamp"), Lamp("Touched")
    home = await furnish(hass, lamp, touched)
    await walk(hass, freezer)

    def stay_away() -> None:
        freezer.tick(timedelta(hours=3))
        touched.show(is_on=False)
        if not is_back:
            lamp.show(available=False)

    await restart(hass, home, stay_away)
    await let_pass(hass, freezer, 6, step_s=1)
    assert shown(hass, "sensor.ada_s_walking_session") == "idle"
    if not is_back:
        await let_pass(hass, freezer, 300)
        lamp.show(available=True)
        await let_pass(hass, freezer, 6, step_s=1)
    assert shown(hass, lamp.entity_id) == STATE_OFF
    assert len(touched.orders) == 1


@pytest.mark.parametrize("damage", ["{", '{"walks": 3}', "null"])
async def test_damaged_file(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    damage: str,
) -> None:
    """The lights are left as they are, once, and the home works."""
    lamp = Lamp("Lamp")
    home = await furnish(hass, lamp)
    await walk(hass, freezer)
    file = Path(hass.config.path(".storage/retrowalk.lights"))

    def spoil() -> None:
        whole = json.loads(file.read_text(encoding="utf-8"))
        text = json.dumps(whole | {"data": 0}).replace("0}", damage + "}")
        file.write_text(text if damage != "{" else damage, encoding="utf-8")

    await restart(hass, home, spoil)
    assert "Lights of former walks are left as they are" in caplog.text
    await press(hass, FINISH)
    await let_pass(hass, freezer, 10)
    assert len(lamp.orders) == 1
    await press(hass, START, FINISH)
    assert shown(hass, lamp.entity_id) == STATE_ON
