"""What phones post to a walker's address, and what it does: walks of the past, counts, and the walk under way."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util.ulid import ulid_now

from .const import DOMAIN, SUBENTRY_WALKER
from .coordinator import WalkerCoordinator
from .edits import walker_profile
from .home import Home, HomeConfigEntry
from .phone_address import address_of, async_close_way, backward_names
from .phone_live import LiveWalk
from .phone_walks import Listener, Reading, Told
from .protocols.phone import PhonePost
from .sources.webhook import Answer, Letterbox, async_keep_shut, async_take_down
from .walking.decision import DecisionKey
from .walking.ledger import Change
from .walking.model import DirectionChoice
from .walking.past import Past
from .walking.phone_memory import PhoneMemory

MOST_REFUSED_TOLD: Final = 50
"""So many refusals are told one by one; of more, only how many."""
MANY_WALKS: Final = 20
"""From so many new walks on, figures are derived in a thread of their own."""


class PhonePosts:
    """The posts of one walker's phones."""

    def __init__(
        self, hass: HomeAssistant, walker: WalkerCoordinator, memory: PhoneMemory
    ) -> None:
        """Begin with what phones have told already."""
        self._walker = walker
        self._memory = memory
        self._saved = memory.revision
        self._saving = asyncio.Lock()
        self._live = LiveWalk(walker, memory)
        self._letterbox = Letterbox(hass, self)
        self._data: Mapping[str, Any] = {}

    @property
    def answered(self) -> Mapping[int, int]:
        """How often each status was answered."""
        return self._letterbox.answered

    @property
    def underway(self) -> int:
        """How many posts are accepted and not done yet."""
        return self._letterbox.underway

    @callback
    def async_follow(self) -> Mapping[str, Any] | None:
        """Take up the walker's address as it is now; what the subentry held before, if that address is given up."""
        subentry = self._walker.config_entry.subentries.get(self._walker.walker_id)
        former, self._data = self._data, {} if subentry is None else subentry.data
        self._letterbox.async_follow(address_of(self._data))
        return former if subentry is None else None

    async def async_shut(self) -> None:
        """Take nothing more; returns when all that was accepted is done."""
        await self._letterbox.async_shut()

    # What is posted

    async def async_take(self, post: PhonePost) -> Answer:
        """Do what a post says."""
        if post.live is not None:
            return await self._live.async_take(post.live, is_test=post.is_test)
        try:
            told = await (
                self._async_try(post) if post.is_test else self._async_enter(post)
            )
        except ServiceValidationError as err:
            return Answer(
                HTTPStatus.SERVICE_UNAVAILABLE, {"reason": err.translation_key}
            )
        return Answer(HTTPStatus.OK, _answer(told, is_test=post.is_test))

    async def _async_enter(self, post: PhonePost) -> Told:
        """Enter what is new. Raises ServiceValidationError while a file is unreadable."""
        listener, told = self._listener, Told()
        memory = self._memory

        def make(past: Past) -> Change:
            nonlocal told, memory
            memory = self._memory.copied()
            told = self._read(post, listener, past, memory)
            return told.change(ulid_now())

        change, ledger = await self._walker.async_made(make, many=MANY_WALKS)
        if change.sessions:
            self._walker.async_amend(change, ledger)
        self._memory.take_up(memory)
        self._memory.take_walks(told.walk_ids)
        if told.glimpses or told.of_totals:
            new = await self._walker.async_enrich_all(told.glimpses)
            told.taken += new
            told.known += max(0, len(told.glimpses) - new)
            await self._walker.async_enrich_all(told.of_totals)
        return told

    async def _async_try(self, post: PhonePost) -> Told:
        """What would come of a post. Raises ServiceValidationError while a file is unreadable."""
        listener, past = self._listener, self._walker.past.copied()
        told = await self._walker.hass.async_add_executor_job(
            self._read, post, listener, past, self._memory.copied()
        )
        told.taken += len(told.glimpses)
        return told

    def _read(
        self, post: PhonePost, listener: Listener, past: Past, memory: PhoneMemory
    ) -> Told:
        """Understand a post, in a thread of its own."""
        days = self._walker.days.of_the_past(past.journal)
        reading = Reading(listener, past, past.neighbours(), memory, days)
        return reading.told(post)

    @property
    def _listener(self) -> Listener:
        """Raises ServiceValidationError where the walker has just been removed."""
        if self._walker.walker_id not in self._walker.config_entry.subentries:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="home_not_ready"
            )
        choice = DirectionChoice(str(self._walker.decided(DecisionKey.DIRECTION)))
        return Listener(
            walker_id=self._walker.walker_id,
            profile=walker_profile(self._walker),
            way=choice.direction,
            backward_names=backward_names(self._data),
        )

    async def async_settle(self) -> bool:
        """Wait until the journal has all that was taken, and write down what not to take again; whether both are written."""
        recording = self._walker.recording
        async with self._saving:
            # What is remembered has to be in the journal: otherwise a power cut loses what the phone sends again.
            revision, memory = self._memory.revision, self._memory.written()
            written = await recording.async_settle()
            if not written or revision == self._saved:
                return written
            await recording.async_save_phone(memory)
            self._saved = revision
            return await recording.async_settle()


def _answer(told: Told, *, is_test: bool) -> dict[str, object]:
    """What a phone is answered: how many things are new, known already and of no use, and what is refused and why."""
    answer: dict[str, object] = {
        "taken": told.taken,
        "known": told.known,
        "unused": told.unused,
        "refused": [
            {"where": where, "reason": reason}
            for where, reason in told.refused[:MOST_REFUSED_TOLD]
        ],
    }
    if (more := len(told.refused) - MOST_REFUSED_TOLD) > 0:
        answer["refused_more"] = more
    return answer | ({"test": True} if is_test else {})


# The addresses of a home


@callback
def async_keep_all_shut(hass: HomeAssistant, entry: HomeConfigEntry) -> None:
    """Ask phones to come again later while a home is not there: Home Assistant would tell them that all is well."""
    for subentry in entry.get_subentries_of_type(SUBENTRY_WALKER):
        if (address := address_of(subentry.data)) is not None:
            async_keep_shut(hass, address.webhook_id)


async def async_open_all(hass: HomeAssistant, home: Home) -> None:
    """Take what is posted to the walkers of a home."""
    for walker_id, walker in home.walkers.items():
        posts = PhonePosts(hass, walker, await walker.recording.async_load_phone())
        posts.async_follow()
        home.posts[walker_id] = posts


async def async_follow_all(hass: HomeAssistant, home: Home) -> None:
    """Take up new addresses; those of walkers who are gone are given up."""
    for posts in home.posts.values():
        if (former := posts.async_follow()) is not None:
            await async_close_way(hass, former)


async def async_shut_all(home: Home) -> None:
    """Take nothing more; returns when all that was accepted is done."""
    for posts in home.posts.values():
        await posts.async_shut()


async def async_forget_all(hass: HomeAssistant, entry: HomeConfigEntry) -> None:
    """Give up the addresses of a home that is removed."""
    for subentry in entry.get_subentries_of_type(SUBENTRY_WALKER):
        if (address := address_of(subentry.data)) is not None:
            async_take_down(hass, address.webhook_id)
            await async_close_way(hass, subentry.data)
