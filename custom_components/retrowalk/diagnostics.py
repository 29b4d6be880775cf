"""Diagnostics: what helps to find out why a belt or a journal does not work, and nothing about anybody's health."""

from collections import Counter
from dataclasses import asdict
from typing import Any, Final

from homeassistant.components.diagnostics import REDACTED
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_ADDRESS, CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.loader import async_get_integration

from .const import (
    CONF_CLOUDHOOK,
    CONF_KIND,
    CONF_PATH,
    CONF_WALKER,
    DOMAIN,
    NOBODY,
    EntryKind,
)
from .coordinator import WalkerCoordinator
from .home import Home, HomeConfigEntry
from .keeping_store import MINOR_VERSION, VERSION
from .path import Path
from .phone_address import address_of, backward_names
from .protocols.ftms import parse_treadmill_data
from .sources.belt_feed import RawFrame
from .sources.belt_link import BeltLink, TreadmillConfigEntry
from .sources.state_sources import StateSources
from .store import async_file_sizes
from .walking.guard import Verdict

_FLAGS_BYTES: Final = 2
_HEART_RATE_FLAG: Final = 1 << 8
_BLANK: Final = "xx"

type Diagnosis = dict[str, Any]


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: ConfigEntry[Any]
) -> Diagnosis:
    """What there is to know of a home, or of a treadmill."""
    kind = EntryKind(entry.data[CONF_KIND])
    integration = await async_get_integration(hass, DOMAIN)
    diagnosis: Diagnosis = {"kind": kind, "version": str(integration.version)}
    if entry.state is not ConfigEntryState.LOADED:
        return diagnosis
    if kind is EntryKind.TREADMILL:
        return diagnosis | _belt(entry)
    return diagnosis | await _async_home(hass, entry)


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: ConfigEntry[Any], device: DeviceEntry
) -> Diagnosis:
    """What there is to know of one walker or path, or of a treadmill."""
    diagnosis = await async_get_config_entry_diagnostics(hass, entry)
    if "walkers" in diagnosis:
        own = {identifier for _, identifier in device.identifiers}
        home: Home = entry.runtime_data
        for kind, ids in (("walkers", home.walkers), ("paths", home.paths)):
            diagnosis[kind] = [
                described
                for subentry_id, described in zip(ids, diagnosis[kind], strict=True)
                if subentry_id in own
            ]
    return diagnosis


# The home


async def _async_home(hass: HomeAssistant, entry: HomeConfigEntry) -> Diagnosis:
    home = entry.runtime_data
    walkers = home.walkers
    sizes = await async_file_sizes(hass)
    return {
        "options": dict(entry.options),
        "storage_version": f"{VERSION}.{MINOR_VERSION}",
        "walkers": [
            _walker(walker, sizes.get(walker_id, {})) | _phone(home, walker)
            for walker_id, walker in walkers.items()
        ],
        "paths": [_path(home, path) for path in home.paths.values()],
        "paths_walked_on": len(set(home.walked.values())),
        "belts_joined": sum(walker_id != NOBODY for walker_id in home.joined.values()),
        "orphans": len(sizes.keys() - walkers.keys()),
    }


def _guards(home: Home, path: Path) -> Diagnosis:
    """What looks after a path, by kind, and what that comes to."""
    verdict = home.guards.verdict(path.id) or Verdict()
    return {
        "guards": {
            kind: {"level": path.guards.levels[kind], "entities": len(entities)}
            for kind, entities in path.guards.entities.items()
            if entities
        },
        "checklist": len(path.guards.checklist),
        "state": verdict.state,
        "reasons": list(verdict.reasons),
    }


def _walker(walker: WalkerCoordinator, sizes: dict[str, int]) -> Diagnosis:
    recording = walker.recording
    session = walker.data.session
    years = Counter(session.day.year for session in recording.journal.sessions.values())
    subentry = walker.config_entry.subentries.get(walker.walker_id)
    sources = StateSources.of({} if subentry is None else subentry.data)
    return {
        "phase": "idle" if session is None else session.phase,
        "pause_reason": None if session is None else session.pause_reason,
        "unreadable": sorted(recording.unreadable),
        "file_bytes": dict(sorted(sizes.items())),
        "sessions_by_year": {str(year): years[year] for year in sorted(years)},
        "followed": {
            "phone": sorted(sources.phone),
            "others": sorted(sources.others),
            "activity_starts": sources.activity_starts,
            "motion": asdict(sources.motion),
        },
    }


def _phone(home: Home, walker: WalkerCoordinator) -> Diagnosis:
    """How posts of phones fare; not where to, nor what was posted, nor how workouts are called."""
    subentry = walker.config_entry.subentries.get(walker.walker_id)
    data = {} if subentry is None else subentry.data
    address, posts = address_of(data), home.posts[walker.walker_id]
    return {
        "address": address is not None,
        "address_from_outside": address is not None and address.from_outside,
        "address_through_cloud": bool(data.get(CONF_CLOUDHOOK)),
        "posts_signed": address is not None and address.secret is not None,
        "backward_names": len(backward_names(data)),
        "posts_answered": {
            str(status): count for status, count in sorted(posts.answered.items())
        },
        "posts_underway": posts.underway,
    }


def _path(home: Home, path: Path) -> Diagnosis:
    """A path as it is set up; of its name, entities and areas only how many there are."""
    described = asdict(path)
    for name in ("id", "name", "guards"):
        del described[name]
    for name in ("lights", "areas"):
        described[name] = len(described[name])
    described["lux_sensors"] = sorted(path.lux_sensors.values())
    return described | _guards(home, path)


# A treadmill


def _belt(entry: TreadmillConfigEntry) -> Diagnosis:
    link = entry.runtime_data
    return {
        "model": _model(entry),
        "machine": link.machine,
        "address": REDACTED,
        "options": {
            **{key: entry.options[key] for key in entry.options if key != CONF_PATH},
            CONF_WALKER: _claim(entry),
        },
        "connected": link.connected,
        "released": link.released,
        "moving": link.moving,
        "problem": link.problem,
        "counts": asdict(link.counts),
        "traits_found": sorted(link.traits.found),
        "traits_put_right": sorted(link.traits.active),
        "speed_range": link.speed_range and link.speed_range._asdict(),
        "feature": _feature(link),
        "reading_has": [
            name
            for name, value in (link.reading._asdict() if link.reading else {}).items()
            if value is not None
        ],
        "frames": _frames(link.frames),
    }


def _model(entry: TreadmillConfigEntry) -> str | None:
    """The name that the belt gives itself; one that gives none is called by its address."""
    name: str | None = entry.data.get(CONF_NAME)
    if name is None or name.replace("-", ":").upper() != entry.data[CONF_ADDRESS]:
        return name
    return str(REDACTED)


def _claim(entry: TreadmillConfigEntry) -> str:
    """How the walker on the belt was chosen, without saying who it is."""
    claimed = entry.options.get(CONF_WALKER)
    if claimed is None:
        return "automatic"
    return NOBODY if claimed == NOBODY else "chosen"


def _feature(link: BeltLink) -> Diagnosis | None:
    if link.feature is None:
        return None
    return {
        "machine": [flag.name for flag in link.feature.machine],
        "target": [flag.name for flag in link.feature.target],
    }


def _frames(frames: list[RawFrame]) -> list[Diagnosis]:
    """The frames in hex, with seconds since the first; the bytes of a heart rate read `xx`."""
    described: list[Diagnosis] = []
    for raw in frames:
        hidden = _heart_rate_bytes(raw)
        shown = (
            _BLANK if place in hidden else f"{byte:02x}"
            for place, byte in enumerate(raw.frame)
        )
        described.append(
            {
                "at_s": round((raw.at - frames[0].at).total_seconds(), 3),
                "characteristic": raw.characteristic,
                "hex": " ".join(shown),
                "heart_rate_hidden": bool(hidden),
            }
        )
    return described


def _heart_rate_bytes(raw: RawFrame) -> range:
    """The places of a frame that hold a heart rate; all that is not understood, where it cannot be told which."""
    frame = raw.frame
    announced = raw.characteristic == "2acd" and len(frame) > _FLAGS_BYTES
    if not announced or not int.from_bytes(frame[:2], "little") & _HEART_RATE_FLAG:
        return range(0)
    understood = _FLAGS_BYTES
    for place in range(_FLAGS_BYTES, len(frame)):
        changed = _fields_changed(frame, place)
        if "heart_rate_bpm" in changed:
            return range(place, place + 1)
        if changed:
            understood = place + 1
    return range(understood, len(frame))


def _fields_changed(frame: bytes, place: int) -> set[str]:
    """The fields that a byte has a part in; two other values, since one may mean "not available" as well."""
    told = parse_treadmill_data(frame)
    changed: set[str] = set()
    for mask in (0xFF, 0x01):
        other = bytearray(frame)
        other[place] ^= mask
        read = parse_treadmill_data(other)
        changed |= {
            name
            for name, one, two in zip(told._fields, told, read, strict=True)
            if one != two
        }
    return changed
