"""Fixtures of all tests: our own components in sight, a real store on disk, and a zone that is not UTC."""

import logging
from pathlib import Path
from typing import Any

from hypothesis import settings
import pytest
from pytest_homeassistant_custom_component.plugins import RecorderInstanceContextManager

# The test plugin has a package of this name too, and what is imported first is found.
import custom_components
import custom_components.retrowalk.const

REPOSITORY = Path(__file__).parent.parent
custom_components.__path__ = [
    str(REPOSITORY / "custom_components"),
    str(REPOSITORY / "dev"),
]

# The test plugin has each statement of the recorder logged, and what fails drowns in them.
logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)

settings.register_profile("retrowalk", deadline=None)
settings.load_profile("retrowalk")


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give each test a configuration folder of its own."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Keep Home Assistant's stores on disk, where the plugin would keep them in memory."""
    return {}


@pytest.fixture
def mock_recorder_before_hass(
    async_test_recorder: RecorderInstanceContextManager,
) -> None:
    """Prepare the recorder before Home Assistant starts."""


@pytest.fixture(autouse=True)
def _own_integrations(request: pytest.FixtureRequest) -> None:
    """Let every test that starts Home Assistant find RetroWalk and the virtual treadmill."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")
