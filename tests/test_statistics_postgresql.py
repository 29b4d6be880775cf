"""Long-term statistics where the recorder keeps its history in PostgreSQL."""

from collections.abc import Iterator
import json

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.retrowalk.const import DOMAIN
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.const import SupportedDialect
from homeassistant.core import HomeAssistant

from .acting import ADA, act, log
from .homes import BREAKFAST, set_up_home, walker_id
from .postgresql import postgresql_server
from .recorded import Cards, async_settle, statements
from .walkers import a_journal, a_session

pytestmark = pytest.mark.postgresql

TIME = f"{DOMAIN}:{walker_id(1).lower()}_time"


@pytest.fixture
def recorder_db_url(hass_fixture_setup: list[bool]) -> Iterator[str]:
    """Keep the recorder's history in a server of this test's own."""
    assert not hass_fixture_setup
    with postgresql_server() as url:
        yield url


@pytest.fixture(autouse=True)
def _at_breakfast(recorder_mock: Recorder, freezer: FrozenDateTimeFactory) -> None:
    """It is a Monday morning in Kathmandu."""
    freezer.move_to(BREAKFAST)


async def test_walks_of_all_years_reach_postgresql(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Imported, logged, deleted, brought back, renamed: the same as on SQLite, and nothing twice."""
    assert recorder_mock.dialect_name is SupportedDialect.POSTGRESQL
    cards = Cards(hass, hass_ws_client)
    home = await set_up_home(hass, "Ada")
    text = json.dumps(
        a_journal(
            *(
                a_session(f"W{day:02}", f"2019-01-{day:02}T06:50:00+00:00", 20)
                for day in range(1, 32)
            )
        )
    )
    await act(hass, "import", text=text, **ADA)
    await log(hass, "2021-01-05 10:00", 30)
    await async_settle(hass, freezer)
    years = {"2019-01-01 00:00": (620, 620), "2021-01-01 00:00": (30, 650)}
    assert await cards.async_rows(TIME, "year") == years
    assert len(await cards.async_rows(TIME)) == 63
    with statements(hass) as done:
        await act(hass, "import", text=text, **ADA)
        await async_settle(hass, freezer)
        assert await hass.config_entries.async_reload(home.entry_id)
        await async_settle(hass, freezer)
    assert done == []
    await act(hass, "delete_session", session_id="W15", **ADA)
    await async_settle(hass, freezer)
    assert await cards.async_rows(TIME, "year") == {
        "2019-01-01 00:00": (600, 600),
        "2021-01-01 00:00": (30, 630),
    }
    await act(hass, "undo", **ADA)
    hass.config_entries.async_update_subentry(
        home, home.subentries[walker_id(1)], data={"name": "Ada " * 99}
    )
    await async_settle(hass, freezer)
    assert await cards.async_rows(TIME, "year") == years
    assert (await cards.async_known())[TIME]["name"].startswith("Ada Ada")
