"""The things in a post, read one by one: what is wrong with one is no reason to refuse another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import sleep
from typing import Final

from .phone_fields import Fields, refuse
from .phone_post import (
    Count,
    PhonePost,
    PostShape,
    RefusalReason,
    Refused,
    UnreadablePostError,
    Workout,
)

_A_TURN: Final = 64

type Thing = Workout | Count


@dataclass(kw_only=True, slots=True)
class Gathered:
    """What was found in a post so far."""

    shape: PostShape
    is_test: bool = False
    workouts: list[Workout] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def all_of(self, value: object, read: Callable[[Fields], Thing | None]) -> None:
        """Read an array of items, or one that stands alone. Raises UnreadablePostError where that one is wrong."""
        if isinstance(value, list):
            self.each(value, "", read)
        else:
            self._take(read(an_object(value, "")))

    def each(
        self,
        items: Sequence[object],
        where: str,
        read: Callable[[Fields], Thing | None],
    ) -> None:
        """Read each of the items; None is nothing for us, UnreadablePostError is a refusal of that item."""
        for index, item in enumerate(items):
            if index % _A_TURN == 0:
                # A thread that computes keeps the interpreter for 5 ms at a time: others get their turn sooner so
                sleep(0)
            try:
                self._take(read(an_object(item, "")))
            except UnreadablePostError as wrong:
                self.refuse(wrong, f"{where}[{index}]")

    def _take(self, thing: Thing | None) -> None:
        if isinstance(thing, Count):
            self.counts.append(thing)
        elif thing is not None:
            self.workouts.append(thing)

    def refuse(self, wrong: UnreadablePostError, where: str) -> None:
        """Note what was refused, with the way to it."""
        path = f"{where}.{wrong.where}" if wrong.where else where
        self.refused.append(Refused(where=path, reason=wrong.reason))

    def post(self) -> PhonePost:
        """All of it."""
        return PhonePost(
            shape=self.shape,
            is_test=self.is_test,
            workouts=tuple(self.workouts),
            counts=tuple(self.counts),
            refused=tuple(self.refused),
        )


def an_object(value: object, where: str) -> Fields:
    """Return a JSON object. Raises UnreadablePostError."""
    if not isinstance(value, dict):
        raise refuse(where, RefusalReason.WRONG_TYPE)
    return value


def a_list(value: object, where: str) -> Sequence[object]:
    """Return a JSON array, empty where there is none. Raises UnreadablePostError."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise refuse(where, RefusalReason.WRONG_TYPE)
    return value


def required(fields: Fields, name: str) -> object:
    """Return what a field holds. Raises UnreadablePostError where it is missing."""
    value = fields.get(name)
    if value is None:
        raise refuse(name, RefusalReason.MISSING)
    return value
