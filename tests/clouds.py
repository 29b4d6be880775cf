"""Home Assistant Cloud, as far as addresses need it: the real one needs more than tests install, and a subscription.

with a_cloud(hass) as hooks:
    ...
    assert hooks == [webhook_id]
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
import sys
from types import ModuleType
from unittest.mock import patch

import homeassistant.components
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

HOOK = "https://hooks.example.org/abc"

_NAME = "homeassistant.components.cloud"
_REAL = Path(homeassistant.components.__path__[0]) / "cloud" / "__init__.py"


class CloudNotAvailable(HomeAssistantError):
    """As it is called there."""


@contextmanager
def a_cloud(
    hass: HomeAssistant,
    *,
    subscribed: bool = True,
    create: Exception | None = None,
    delete: Exception | None = None,
) -> Iterator[list[str]]:
    """The cloud is there, and goes wrong as told; the webhooks that it leads to."""
    hooks: list[str] = []

    def async_active_subscription(_hass: HomeAssistant) -> bool:
        return subscribed

    async def async_get_or_create_cloudhook(
        _hass: HomeAssistant, webhook_id: str
    ) -> str:
        if create is not None:
            raise create
        if webhook_id not in hooks:
            hooks.append(webhook_id)
        return HOOK

    async def async_delete_cloudhook(_hass: HomeAssistant, webhook_id: str) -> None:
        if delete is not None:
            raise delete
        hooks.remove(webhook_id)

    stand_in = ModuleType(_NAME)
    source = _REAL.read_text(encoding="utf-8")
    for part in (
        CloudNotAvailable,
        async_active_subscription,
        async_get_or_create_cloudhook,
        async_delete_cloudhook,
    ):
        assert f" {part.__name__}(" in source
        setattr(stand_in, part.__name__, part)
    hass.config.components.add("cloud")
    with (
        patch.dict(sys.modules, {_NAME: stand_in}),
        # Where another test has loaded something of that name, the package knows it too.
        patch.object(homeassistant.components, "cloud", stand_in, create=True),
    ):
        yield hooks
    hass.config.components.remove("cloud")
