"""What stands in the recorder's long-term statistics, as a statistics card asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
from sqlalchemy import event

from homeassistant.components.recorder import get_instance
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util


async def async_settle(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Let the statistics come to rest after a change."""
    await hass.async_block_till_done()
    freezer.tick(timedelta(seconds=11))
    async_fire_time_changed(hass)
    await async_wait_recording_done(hass)


@contextmanager
def statements(hass: HomeAssistant) -> Iterator[list[str]]:
    """What is done meanwhile to the database's tables of long-term statistics."""
    done: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        words = statement.split()
        if words[0] == "SELECT":
            return
        if {"statistics", "statistics_meta"} & set(words[:4]):
            done.append(f"{words[0]} {words[1 if words[0] == 'UPDATE' else 2]}")

    engine = get_instance(hass).engine
    event.listen(engine, "before_cursor_execute", note)
    yield done
    event.remove(engine, "before_cursor_execute", note)


class Cards:
    """A dashboard that asks for statistics."""

    def __init__(self, hass: HomeAssistant, ask: WebSocketGenerator) -> None:
        """Ask through the websocket."""
        self._hass = hass
        self._ask = ask

    async def async_rows(
        self, statistic_id: str, period: str = "hour"
    ) -> dict[str, tuple[float, float]]:
        """Change and sum of each period that has a row, by its local beginning."""
        client = await self._ask(self._hass)
        await client.send_json_auto_id(
            {
                "type": "recorder/statistics_during_period",
                "start_time": "2000-01-01T00:00:00+00:00",
                "statistic_ids": [statistic_id],
                "period": period,
                "types": ["change", "sum"],
            }
        )
        answer = await client.receive_json()
        assert answer["success"]
        return {
            _local(row["start"]): (round(row["change"], 6), round(row["sum"], 6))
            for row in answer["result"].get(statistic_id, [])
        }

    async def async_changes(
        self, statistic_id: str, period: str = "hour"
    ) -> dict[str, float]:
        """The change of each period in which there is any, as bars show it."""
        rows = await self.async_rows(statistic_id, period)
        return {begin: change for begin, (change, _) in rows.items() if change}

    async def async_known(self) -> dict[str, dict[str, Any]]:
        """All statistics that are ours, by id, as pickers list them."""
        client = await self._ask(self._hass)
        await client.send_json_auto_id({"type": "recorder/list_statistic_ids"})
        answer = await client.receive_json()
        return {
            known["statistic_id"]: known
            for known in answer["result"]
            if known["source"] == "retrowalk"
        }


def _local(start_ms: float) -> str:
    begin = dt_util.as_local(dt_util.utc_from_timestamp(start_ms / 1000))
    return datetime.strftime(begin, "%Y-%m-%d %H:%M")
