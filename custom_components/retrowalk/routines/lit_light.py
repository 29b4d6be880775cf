"""One light that was lit for a walk: how it was found, and whether somebody had a hand in it since."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self

from homeassistant.core import Context

from ..walking import stored
from .look import Look

SETTLE: Final = timedelta(seconds=5)
"""A light that was told something may take so long, beyond its fade, until it shows what it made of it."""


@dataclass(kw_only=True, slots=True)
class LitLight:
    """What is known of a light that is to be put back."""

    entity_id: str
    """When it was lit; what is kept of it goes by the registry, which a power cut may take back by minutes."""
    before: Look
    """As it was found."""
    shown: Look
    """What it was told, then what it made of that."""
    paths: set[str]
    """The paths that it is lit for; without any, it is to be put back."""
    fade_s: float
    touched: bool = False
    """Whether somebody changed it since: then it is theirs."""
    context_id: str | None = None
    """Of the last command; none is known after a restart."""
    settles_at: datetime | None = None
    steady: bool = False
    """Whether it was there all the time since it was last looked at; only then a change is somebody's doing."""
    seen: bool = False
    """Whether it was looked at since Home Assistant started."""
    given_up_at: datetime | None = None
    """Until when it is waited for, once it is to be put back."""

    def told(self, look: Look, context: Context, now: datetime) -> None:
        """Note a command; whoever had a hand in it before, it is the path's again."""
        self.shown = look
        self.touched = False
        self.context_id = context.id
        self.settles_at = now + timedelta(seconds=self.fade_s) + SETTLE
        self.steady = self.seen = True
        self.given_up_at = None

    def settles(self, now: datetime) -> bool:
        """Whether it may still be on its way to what it was told."""
        return self.settles_at is not None and now < self.settles_at

    def note(self, look: Look, context: Context, now: datetime) -> bool:
        """Note a change that it tells; whether anything is new."""
        own = context.id == self.context_id
        by_itself = context.user_id is None and context.parent_id is None
        if look.on and (own or (by_itself and self.settles(now))):
            is_new, self.shown = look != self.shown, look
            return is_new
        if own and self.settles(now):
            # Asked right after the command, it still told how it was before.
            return False
        if self.touched or look.resembles(self.shown):
            return False
        self.touched = True
        return True

    def back(self, look: Look) -> bool:
        """Note how it looks after it was away; whether it is to be lit again.

        While Home Assistant was away too, somebody may have touched it: then it does not look as it was last shown. Else
        nobody but a power cut changed it.
        """
        self.steady = True
        first, self.seen = not self.seen, True
        if first or self.touched:
            return False
        if self.paths and self.shown.on and not look.on:
            return True
        self.shown = look
        return False

    def is_to_be_put_back(self, look: Look, now: datetime) -> bool:
        """Whether a light that looks like this is to be put back: nobody touched it, or the command has not arrived yet."""
        if self.touched:
            return False
        if self.settles(now) and look.resembles(self.before):
            return True
        return look != self.before and look.resembles(self.shown)

    def written(self) -> dict[str, Any]:
        """All that outlasts a restart, as JSON values."""
        return {
            "entity_id": self.entity_id,
            "before": self.before.written(),
            "shown": self.shown.written(),
            "paths": sorted(self.paths),
            "fade_s": self.fade_s,
            "touched": self.touched,
        }

    @classmethod
    def read(cls, value: object, name: str) -> Self:
        """Read what was written. Raises StoredError."""
        raw = stored.mapping(value, name)
        return cls(
            entity_id=stored.text(raw, "entity_id"),
            before=Look.read(raw.get("before"), "before"),
            shown=Look.read(raw.get("shown"), "shown"),
            paths={str(path) for path in stored.sequence(raw.get("paths"), "paths")},
            fade_s=stored.number(raw, "fade_s"),
            touched=stored.flag(raw, "touched"),
        )
