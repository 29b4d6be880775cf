"""Fixtures of the belt's tests: only the virtual belt is discovered, and links are made by hand."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

import custom_components
from homeassistant.core import HomeAssistant

from ..belts import quick_retries
from .links import Linked

__all__ = ["quick_retries"]

DEV = Path(__file__).parents[2] / "dev"


@pytest.fixture
def only_the_belt(
    monkeypatch: pytest.MonkeyPatch, enable_custom_integrations: None
) -> None:
    """Leave RetroWalk itself out: these tests make the link, no config flow asks about it."""
    monkeypatch.setattr(custom_components, "__path__", [str(DEV)])


@pytest.fixture
async def linked(hass: HomeAssistant, only_the_belt: None) -> AsyncGenerator[Linked]:
    """A link that is stopped at the end, whatever the test did to it."""
    linked = Linked(hass)
    yield linked
    await linked.link.async_stop()
