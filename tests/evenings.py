"""An evening on the belt with everything that may see it: belt, pod, phone, watch, plug, and an app that posts afterwards.

    evening = await async_begin_evening(hass, freezer, hass_client, hass_client_no_auth)
    await evening.async_walk(720)
    await evening.async_stop()
    await evening.async_settle()

Each source counts steps of a length of its own, so that a figure tells whose it is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.retrowalk.coordinator import WalkerCoordinator
from custom_components.retrowalk.home import HomeConfigEntry
from custom_components.retrowalk.walking.model import Session
from custom_components.virtual_treadmill.belt import VirtualBelt
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, State
from homeassistant.util import dt as dt_util

from .belts import async_put_belts_on_air, async_walk
from .homes import (
    enable_all,
    let_pass,
    record_writes,
    set_up_belt,
    set_up_home,
    walker_id,
)
from .phones import Phone as AppPhone, async_register_phone, entry_of
from .posting import Answered, Phone as PostingPhone, async_phone
from .sourced import follow, show
from .walkers import walker_of

NIGHTFALL = "2026-11-23 19:00:00+05:45"
SPEED_KMH = 3.6
BELT_STEPS, POD_STEPS, PHONE_STEPS, WATCH_STEPS = 2.0, 2.5, 1.9, 1.7
"""Steps that each of them counts of a metre."""
PLUG, WATCH = "sensor.plug_power", "sensor.watch_heart_rate"
BEATS = 104


@dataclass(kw_only=True)
class Evening:
    """Ada's belt and all around it."""

    hass: HomeAssistant
    freezer: FrozenDateTimeFactory
    home: HomeConfigEntry
    belt: VirtualBelt
    pod: VirtualBelt
    entries: list[ConfigEntry[Any]]
    """Of the belt, and of the pod once it is there."""
    app: AppPhone
    """The companion app on her phone."""
    on_phone: dict[str, str]
    post: PostingPhone
    """Health Auto Export on her phone."""
    walks: list[State]
    streaks: list[State]
    plug: bool = True
    """Whether the belt's plug is followed."""
    in_the_pocket: bool = True
    """Whether the phone is where it can count steps."""
    begun: datetime
    seconds: int = 0

    @property
    def walker(self) -> WalkerCoordinator:
        """Ada, as of now."""
        return walker_of(self.home, walker_id(1))

    @property
    def sessions(self) -> list[Session]:
        """All that is recorded."""
        return list(self.walker.ledger.journal.sessions.values())

    @property
    def moments(self) -> list[str]:
        """What automations were told of walks, and of streaks and goals."""
        told = [*self.walks, *self.streaks]
        return [
            one.attributes["event_type"]
            for one in {(one.entity_id, one.state): one for one in told}.values()
            if one.state not in {STATE_UNAVAILABLE, STATE_UNKNOWN}
        ]

    # What happens in the evening

    async def async_set_out(self) -> None:
        """Step on the belt and start it: it draws power, and the phone says that somebody walks."""
        self.begun = dt_util.utcnow()
        self.belt.start(SPEED_KMH)
        await show(self.hass, PLUG, 210, "W")
        await self.async_says("walking")

    async def async_walk(self, seconds: int) -> None:
        """Let all of them see these seconds, as often as they look."""
        for _ in range(seconds):
            self.pod.advance(1)
            await async_walk(self.hass, self.freezer, self.belt, 1)
            self.seconds += 1
            if self.seconds % 10 == 0:
                await show(self.hass, WATCH, BEATS + self.seconds % 3, "bpm")
            if self.seconds % 120 == 0:
                await self.async_count()

    async def async_count(self) -> None:
        """The phone reports its steps."""
        carried = PHONE_STEPS if self.in_the_pocket else 0
        await self.app.report(steps_sensor=5000 + int(carried * self.belt.walked_m))

    async def async_says(self, activity: str) -> None:
        """The phone reports what its owner does."""
        await self.app.report(detected_activity=activity)

    async def async_stop(self) -> None:
        """Stop the belt; plug and phone notice that later."""
        self.belt.stop()
        self.pod.stop()
        await self.async_walk(7)
        await self.async_count()
        await show(self.hass, PLUG, 4, "W")
        await self.async_walk(90)
        await self.async_says("still")

    async def async_settle(self) -> None:
        """Let half an hour pass."""
        await let_pass(self.hass, self.freezer, 1800, step_s=20)

    async def async_follow_phone(self) -> None:
        """Have Ada follow her phone, her watch and the plug."""
        plug: dict[str, Any] = {"motion": PLUG, "motion_above": 30}
        await follow(
            self.hass,
            self.home,
            phone=self.app.device_id,
            on_phone=self.on_phone | {"activity_starts": True},
            heart_rate=WATCH,
            **(plug if self.plug else {}),
        )

    async def async_put_on_pod(self) -> None:
        """Put on the pod, which wakes up."""
        self.pod.start(SPEED_KMH)
        self.entries.append(await set_up_belt(self.hass, self.pod))

    async def async_restart(self, seconds: int) -> None:
        """Restart what sees her, while she walks on."""
        entries = [self.home, *self.entries, entry_of(self.hass, self.app.webhook_id)]
        for entry in entries:
            assert await self.hass.config_entries.async_unload(entry.entry_id)
        await self.hass.async_block_till_done(wait_background_tasks=True)
        for _ in range(seconds):
            self.pod.advance(1)
            await async_walk(self.hass, self.freezer, self.belt, 1)
            self.seconds += 1
        for entry in reversed(entries):
            assert await self.hass.config_entries.async_setup(entry.entry_id)
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def async_export(self, minutes: int) -> list[Answered]:
        """Health Auto Export sends the walk as a workout and minute by minute, and all of it once more."""
        body = an_export(self.begun, minutes)
        return [await self.post.post(body) for _ in range(2)]


def an_export(begun: datetime, minutes: int) -> dict[str, Any]:
    """A walk as Health Auto Export sends it: the watch noticed it after half a minute."""
    begin = dt_util.as_local(begun).replace(second=0) + timedelta(minutes=1)
    metres = 60 * SPEED_KMH / 3.6
    each = [
        {"qty": WATCH_STEPS * metres, "date": _told(begin + timedelta(minutes=minute))}
        for minute in range(minutes - 1)
    ]
    workout = {
        "id": "7A1C3E0E-51F0-4C5B-9C0A-0C5E2C1B7D11",
        "name": "Retro Treadmill Walk",
        "start": _told(begin - timedelta(seconds=30)),
        "end": _told(begin + timedelta(minutes=minutes - 1)),
        "duration": 60 * (minutes - 0.5),
        "distance": {"qty": (minutes - 0.5) * metres / 1000, "units": "km"},
        "stepCount": [
            one | {"units": "count", "source": "Ada's Watch"} for one in each
        ],
    }
    counted = [one | {"source": "Ada's Watch"} for one in each]
    steps = {"name": "step_count", "units": "count", "data": counted}
    return {"data": {"metrics": [steps], "workouts": [workout]}}


def _told(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S %z}"


async def async_begin_evening(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    *,
    follows: bool = True,
    plug: bool = True,
    **belt_options: Any,
) -> Evening:
    """All of them half a minute before the walk; the belt counts no steps unless it is told to."""
    home = await set_up_home(hass, "Ada")
    await enable_all(hass, home)
    # Home Assistant reloads what has more entities now, half a minute later.
    await let_pass(hass, freezer, 40)
    belt, pod = await async_put_belts_on_air(
        hass,
        {"has_steps": False} | belt_options,
        {"speaks": "foot_pod", "step_length_m": 1 / POD_STEPS},
    )
    app = await async_register_phone(hass, hass_client)
    on_phone = {
        "steps": await app.add_sensor("steps_sensor", "Steps", state=5000),
        "activity": await app.add_sensor(
            "detected_activity", "Activity", state="still"
        ),
    }
    await show(hass, PLUG, 4, "W")
    await show(hass, WATCH, 71, "bpm")
    post = await async_phone(
        hass, home, hass_client_no_auth, walker_id(1), backward_names=["retro"]
    )
    evening = Evening(
        hass=hass,
        freezer=freezer,
        home=home,
        belt=belt,
        pod=pod,
        entries=[await set_up_belt(hass, belt)],
        app=app,
        on_phone=on_phone,
        post=post,
        walks=record_writes(hass, "event.ada_s_walking_walks"),
        streaks=record_writes(hass, "event.ada_s_walking_streak_and_goals"),
        begun=dt_util.utcnow(),
        plug=plug,
    )
    if follows:
        await evening.async_follow_phone()
    await evening.async_walk(30)
    await evening.async_count()
    await evening.async_set_out()
    return evening
