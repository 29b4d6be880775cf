"""What phones show now and then, as the companion app really sends it: which steps of it are walked when."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import mock_restore_cache
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.sources.state_sources import StateSources
from custom_components.retrowalk.sources.states import FollowedStates
from custom_components.retrowalk.walking.model import Glimpse, Sample
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from ..homes import let_pass
from ..phones import Phone, async_register_phone, entry_of
from ..sourced import show

STEPS, DAILY = "steps_sensor", "health_connect_steps"
METRES, PULSE = "health_distance_walking_running", "health_connect_heart_rate"
WATCH = "sensor.watch_steps"


@dataclass(kw_only=True)
class Pocket:
    """Somebody's phone, whose entities are followed, and what was seen of walks."""

    hass: HomeAssistant
    freezer: FrozenDateTimeFactory
    phone: Phone
    entities: dict[str, str]
    """The entity ids by what they are for."""
    glimpses: list[Glimpse] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    followed: FollowedStates | None = None

    def follow(self, **others: str) -> None:
        """Begin to follow, as it is after the home was loaded."""
        if self.followed is not None:
            self.followed.async_end()
        kept = {
            role: entity if (entry := _entry(self.hass, entity)) is None else entry.id
            for role, entity in self.entities.items()
        }
        self.followed = FollowedStates(
            self.hass,
            StateSources.of(
                {
                    "sources": {
                        "phone": {"device": self.phone.device_id} | kept,
                        "other_entities": others,
                    }
                }
            ),
            feed=self.samples.append,
            enrich=self.glimpses.append,
            in_session=lambda: True,
            begin_walk=lambda: None,
        )
        self.followed.async_begin()

    async def after(self, minutes: float, **states: Any) -> None:
        """Some time later, the phone reports."""
        self.freezer.tick(timedelta(minutes=minutes))
        if states:
            await self.phone.report(**states)

    @property
    def steps(self) -> list[tuple[str, str, float | None]]:
        """What was seen: from when to when, by the clock on the wall, so many steps."""
        return [
            (_clock(glimpse.since), _clock(glimpse.at), glimpse.steps)
            for glimpse in self.glimpses
        ]


def _entry(hass: HomeAssistant, entity_id: str) -> er.RegistryEntry | None:
    return er.async_get(hass).async_get(entity_id)


def _clock(at: datetime) -> str:
    return f"{dt_util.as_local(at):%H:%M}"


@pytest.fixture(autouse=True)
def _begin(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to("2026-10-24 07:00:00+02:00")


@pytest.fixture
async def pocket(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    freezer: FrozenDateTimeFactory,
) -> Pocket:
    """A phone at seven in the morning, in Berlin, with sensors that have shown something."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    phone = await async_register_phone(hass, hass_client)
    entities = {
        "steps": await phone.add_sensor(
            STEPS, "Steps sensor", state=5000, unit_of_measurement="steps"
        ),
        "distance": await phone.add_sensor(
            METRES, "Distance", state=2.5, unit_of_measurement="km"
        ),
        "heart_rate": await phone.add_sensor(
            PULSE, "Heart rate", state=61, unit_of_measurement="bpm"
        ),
    }
    return Pocket(hass=hass, freezer=freezer, phone=phone, entities=entities)


async def test_steps_are_since_the_phone_reported_last(pocket: Pocket) -> None:
    """The first state is a baseline; one that is reported again unchanged says that nobody walked."""
    pocket.follow()
    await pocket.after(15, steps_sensor=5000)
    await pocket.after(15, steps_sensor=6100)
    await pocket.after(1, steps_sensor=6120.5)
    assert pocket.steps == [("07:15", "07:30", 1100), ("07:30", "07:31", 20.5)]
    [first, second] = pocket.glimpses
    assert first.source == second.source == f"phone:{pocket.phone.device_id}"
    assert first.id != second.id
    assert first.distance_m is None


async def test_metres_are_converted(pocket: Pocket) -> None:
    """Apple Health tells kilometres; and one unit may become another."""
    pocket.follow()
    await pocket.after(15, health_distance_walking_running=3.25)
    [seen] = pocket.glimpses
    assert seen.distance_m == pytest.approx(750)
    assert seen.steps is None
    er.async_get(pocket.hass).async_update_entity_options(
        pocket.entities["distance"], "sensor", {"unit_of_measurement": "mi"}
    )
    await pocket.after(15, health_distance_walking_running=3.5)
    assert pocket.glimpses[-1].distance_m == pytest.approx(250, abs=1)


async def test_silence_is_neither_a_baseline_nor_zero(pocket: Pocket) -> None:
    """What comes after it goes on from what was known."""
    pocket.follow()
    await pocket.after(10, steps_sensor="unavailable")
    await pocket.after(10, steps_sensor="unknown")
    await pocket.after(10, steps_sensor=5900)
    assert pocket.steps == [("07:00", "07:30", 900)]


async def test_a_day_of_silence_is_a_new_beginning(pocket: Pocket) -> None:
    """Nobody can say when it was walked."""
    pocket.follow()
    await pocket.after(10, steps_sensor="unavailable")
    await pocket.after(7 * 60, steps_sensor=5900)
    await pocket.after(10, steps_sensor=5950)
    assert pocket.steps == [("14:10", "14:20", 50)]


async def test_reboot(pocket: Pocket) -> None:
    """The phone counts from nothing: what it shows first is a baseline."""
    pocket.follow()
    await pocket.after(10, steps_sensor=30)
    await pocket.after(10, steps_sensor=130)
    assert pocket.steps == [("07:10", "07:20", 100)]


async def test_midnight(pocket: Pocket) -> None:
    """Steps of the day begin anew; the night in which the clock is set back is an hour longer."""
    pocket.entities["steps"] = await pocket.phone.add_sensor(
        DAILY, "Daily steps", state=8000, unit_of_measurement="steps"
    )
    pocket.follow()
    pocket.freezer.move_to("2026-10-24 23:50:00+02:00")
    await pocket.phone.report(health_connect_steps=8000)
    await pocket.after(5, health_connect_steps=8400)
    await pocket.after(15, health_connect_steps=120)
    await pocket.after(15, health_connect_steps=620)
    assert pocket.steps == [("23:50", "23:55", 400), ("00:10", "00:25", 500)]
    pocket.freezer.move_to("2026-10-25 02:50:00+02:00")
    await pocket.phone.report(health_connect_steps=620)
    await pocket.after(20, health_connect_steps=1120)
    since, at = pocket.glimpses[-1].since, pocket.glimpses[-1].at
    assert pocket.steps[-1] == ("02:50", "02:10", 500)
    assert at - since == timedelta(minutes=20)


async def test_what_health_connect_shows_is_not_stale_though_its_attributes_change(
    pocket: Pocket,
) -> None:
    """It tells when it looked, every time."""
    pocket.entities["steps"] = await pocket.phone.add_sensor(
        DAILY, "Daily steps", state=8000
    )
    pocket.follow()
    for minutes in (15, 30):
        await pocket.after(15)
        await pocket.phone.report(
            with_attributes={"endTime": f"07:{minutes}"}, health_connect_steps=8000
        )
    await pocket.after(15)
    await pocket.phone.report(
        with_attributes={"endTime": "07:45"}, health_connect_steps=8700
    )
    assert pocket.steps == [("07:30", "07:45", 700)]


async def test_reload_of_the_home_goes_on_where_it_was(pocket: Pocket) -> None:
    """From what is shown, as of when it was reported."""
    pocket.follow()
    await pocket.after(10, steps_sensor=5100)
    await pocket.after(5, steps_sensor=5100)
    await pocket.after(5)
    pocket.follow()
    await pocket.after(5, steps_sensor=5200)
    assert pocket.steps == [("07:00", "07:10", 100), ("07:15", "07:25", 100)]


async def test_restart_goes_on_from_what_is_restored(pocket: Pocket) -> None:
    """As of when it was reported before, not of when it was restored: the time between was walked too, or not."""
    old = State(
        pocket.entities["steps"],
        "5000",
        last_updated=dt_util.utcnow() - timedelta(minutes=40),
        last_reported=dt_util.utcnow() - timedelta(minutes=30),
    )
    mock_restore_cache(pocket.hass, [old])
    pocket.follow()
    await pocket.after(5, steps_sensor=5600)
    assert pocket.steps == [("06:30", "07:05", 600)]


async def test_phone_that_is_loaded_after_the_home(pocket: Pocket) -> None:
    """Its entities are unavailable at first, then they show what was before; a heart rate of then is none of now."""
    entry = entry_of(pocket.hass, pocket.phone.webhook_id)
    assert await pocket.hass.config_entries.async_unload(entry.entry_id)
    pocket.follow()
    pocket.freezer.tick(timedelta(minutes=20))
    assert await pocket.hass.config_entries.async_setup(entry.entry_id)
    await pocket.hass.async_block_till_done()
    restored = pocket.hass.states.get(pocket.entities["steps"])
    assert restored is not None
    assert restored.state == "5000"
    assert pocket.glimpses == []
    await pocket.after(5, steps_sensor=5600)
    assert pocket.steps == [("07:00", "07:25", 600)]


async def test_phone_that_is_reloaded_meanwhile(pocket: Pocket) -> None:
    """What was known before is still known."""
    pocket.follow()
    await pocket.after(10, steps_sensor=5100)
    await pocket.after(4)
    entry = entry_of(pocket.hass, pocket.phone.webhook_id)
    assert await pocket.hass.config_entries.async_reload(entry.entry_id)
    await pocket.hass.async_block_till_done()
    await pocket.after(5, steps_sensor=5200)
    assert pocket.steps == [("07:00", "07:10", 100), ("07:10", "07:19", 100)]


async def test_renamed_sensor_is_followed(pocket: Pocket) -> None:
    """Under its new name, and from what it showed under the old one."""
    pocket.follow()
    registry = er.async_get(pocket.hass)
    registry.async_update_entity(
        pocket.entities["steps"], new_entity_id="sensor.schritte"
    )
    assert pocket.followed is not None
    pocket.followed.async_names_changed()
    await pocket.hass.async_block_till_done()
    await pocket.after(5, steps_sensor=5100)
    assert [glimpse.steps for glimpse in pocket.glimpses] == [100]


# Heart rate


async def test_heart_rate_is_of_a_moment(pocket: Pocket) -> None:
    """Of now, or of when it was measured, where that is told."""
    pocket.follow()
    await pocket.after(5, health_connect_heart_rate=104)
    [shown] = pocket.glimpses
    assert shown.since == shown.at
    assert (_clock(shown.at), shown.heart_rate_bpm) == ("07:05", 104)
    await pocket.after(10)
    for date in ("2026-10-24T05:12:00Z", "2026-10-24T05:12:00Z"):
        await pocket.phone.report(
            with_attributes={"date": date, "source": date}, health_connect_heart_rate=99
        )
    await pocket.phone.report(
        with_attributes={"date": "2026-10-24T09:00:00Z"}, health_connect_heart_rate=98
    )
    told = {(glimpse.id, _clock(glimpse.at)) for glimpse in pocket.glimpses[1:]}
    assert sorted(clock for _, clock in told) == ["07:12", "07:15"]


@pytest.mark.parametrize("state", [0, 12, 300, "unknown", "-", "nan"])
async def test_heart_rate_that_is_none(pocket: Pocket, state: Any) -> None:
    """Sensors show what they do not know in many ways."""
    pocket.follow()
    await pocket.after(5, health_connect_heart_rate=state)
    assert pocket.glimpses == []


# Entities of others


async def test_steps_of_any_entity(pocket: Pocket) -> None:
    """However they are written; a source of their own, that is never added to the phone's."""
    hass = pocket.hass
    await show(hass, WATCH, "9,950", "steps")
    pocket.follow(steps=WATCH)
    for minute, text in enumerate(("10 000", "10'050", "10,100.0", "10100.5"), 1):
        await pocket.after(1)
        await show(hass, WATCH, text, "steps")
        assert len(pocket.glimpses) <= minute
    assert [glimpse.steps for glimpse in pocket.glimpses] == [50, 50, 50.5]
    assert {glimpse.source for glimpse in pocket.glimpses} == {f"state:{WATCH}"}
    await pocket.after(1, steps_sensor=5070)
    assert pocket.glimpses[-1].source == f"phone:{pocket.phone.device_id}"


async def test_slow_entities_begin_nothing(pocket: Pocket) -> None:
    """Whatever they count: no sample comes of it."""
    await show(pocket.hass, WATCH, 0)
    await show(pocket.hass, "sensor.metres", 0, "m")
    pocket.follow(steps=WATCH, distance="sensor.metres", heart_rate="sensor.pulse")
    await pocket.after(1)
    await show(pocket.hass, WATCH, 90)
    await show(pocket.hass, "sensor.metres", 60, "m")
    await show(pocket.hass, "sensor.pulse", 90, "bpm")
    await let_pass(pocket.hass, pocket.freezer, 30)
    assert len(pocket.glimpses) == 3
    assert pocket.samples == []


async def test_beside_a_live_entity_of_another_device_they_stay_slow(
    pocket: Pocket,
) -> None:
    """Only totals of the treadmill itself belong to it."""
    await show(pocket.hass, WATCH, 0)
    await show(pocket.hass, "sensor.speed", 0, "km/h")
    pocket.follow(steps=WATCH, speed="sensor.speed")
    await pocket.after(1)
    await show(pocket.hass, "sensor.speed", 3, "km/h")
    await show(pocket.hass, WATCH, 90)
    assert [glimpse.steps for glimpse in pocket.glimpses] == [90]
    assert {sample.steps for sample in pocket.samples} == {None}
    assert pocket.followed is not None
    pocket.followed.async_end()
