"""Walks that leave the home's journal as a text or a file, and come back; only where Home Assistant allows it."""

from datetime import date
from enum import StrEnum
import os
from pathlib import Path
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from .const import DOMAIN
from .coordinator import WalkerCoordinator
from .edits import async_enter_made, walker_profile
from .walking.exchange import (
    MOST_CHARACTERS,
    ExchangeError,
    Parcel,
    Plan,
    exported,
    plan,
    read_json,
)
from .walking.ledger import Change
from .walking.past import Past
from .walking.spreadsheet import Reader, exported_csv, read_csv


class Format(StrEnum):
    """How walks are written."""

    JSON = "json"
    CSV = "csv"


_OPEN_TO_ALL: Final = "www"
"""What lies in this folder is handed to anyone who asks, without a password."""


def export_text(
    walker: WalkerCoordinator, format_: Format, first: date, last: date
) -> str:
    """The walker's sessions of these days as a text."""
    journal = walker.ledger.journal
    if format_ is Format.CSV:
        return exported_csv(journal, dt_util.get_default_time_zone(), first, last)
    return exported(journal, walker.recording.name, dt_util.now(), first, last)


async def async_import(
    hass: HomeAssistant,
    walker: WalkerCoordinator,
    text: str,
    format_: Format | None,
    *,
    dry_run: bool,
    strict: bool,
) -> Plan:
    """Take in what is not known yet; nothing in a dry run, nor where `strict` and a line is refused.

    Raises ServiceValidationError where the text cannot be read, or a strict import is refused.
    """
    if format_ is None:
        begins = text.lstrip("\ufeff \t\r\n")[:1]
        format_ = Format.JSON if begins == "{" else Format.CSV
    reader = Reader(
        profile=walker_profile(walker),
        civil_day=walker.days.of_the_past(walker.ledger.journal),
        zone=dt_util.get_default_time_zone(),
        now=dt_util.utcnow(),
    )

    def read() -> Parcel:
        return read_csv(text, reader) if format_ is Format.CSV else read_json(text)

    try:
        parcel = await hass.async_add_executor_job(read)
    except ExchangeError as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="import_unreadable",
            translation_placeholders={"line": str(err.line), "detail": err.detail},
        ) from err
    change_id, planned = ulid_now(), Plan()

    def compare(past: Past) -> Change:
        nonlocal planned
        planned = plan(parcel, past.journal, past.neighbours())
        if strict and not dry_run:
            _refuse_in_part(planned)
        return Change(id=change_id) if dry_run else planned.change(change_id)

    await async_enter_made(walker, compare)
    return planned


def _refuse_in_part(planned: Plan) -> None:
    """Raise ServiceValidationError where a line is refused."""
    if planned.refused:
        first = planned.refused[0]
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="import_refused",
            translation_placeholders={
                "count": str(len(planned.refused)),
                "line": str(first.line),
                "reason": first.reason,
                "detail": first.detail,
            },
        )


async def async_read_file(hass: HomeAssistant, name: str) -> str:
    """What a file holds. Raises ServiceValidationError where it may not be read, HomeAssistantError where it cannot."""
    path = await _async_allowed(hass, name)
    try:
        return await hass.async_add_executor_job(_read, path)
    except (OSError, UnicodeDecodeError) as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="file_unreadable",
            translation_placeholders={"path": str(path), "error": str(err)},
        ) from err


async def async_write_file(hass: HomeAssistant, name: str, text: str) -> str:
    """Write a new file, and return where it is. Raises like `async_read_file`; what is there already is kept."""
    path = await _async_allowed(hass, name)
    if path.is_relative_to(Path(hass.config.path(_OPEN_TO_ALL)).absolute()):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="path_open_to_all",
            translation_placeholders={"path": str(path)},
        )
    try:
        await hass.async_add_executor_job(_write, path, text)
    except OSError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="file_not_written",
            translation_placeholders={"path": str(path), "error": str(err)},
        ) from err
    return str(path)


async def _async_allowed(hass: HomeAssistant, name: str) -> Path:
    """The path of this name, below the configuration folder unless it is whole."""

    def resolved() -> Path | None:
        try:
            path = Path(hass.config.path(name)).resolve()
        except OSError, ValueError:
            return None
        return path if hass.config.is_allowed_path(str(path)) else None

    path = await hass.async_add_executor_job(resolved)
    if path is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="path_not_allowed",
            translation_placeholders={"path": name},
        )
    return path


def _read(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.read(MOST_CHARACTERS + 1)


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        path.unlink()
        raise
