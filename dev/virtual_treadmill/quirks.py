"""How machines in the field stray from the book."""

from enum import IntFlag, auto


class Quirk(IntFlag):
    """What a belt, a pad or a pod does that its specification does not know of."""

    NONE = 0
    SPLIT_RECORDS = auto()
    """One record comes as two packets, the first with More Data set and without speed."""
    STALE_STATUS = auto()
    """The first Machine Status after subscribing repeats an old "stopped"."""
    LYING_FEATURE = auto()
    """Feature claims what is never sent and leaves out what is."""
    PADDED_FRAMES = auto()
    """Each frame is filled up with zeros."""
    LYING_MORE_DATA = auto()
    """More Data is set in each frame, and the speed is there all the same."""
    ROTATING_FIELDS = auto()
    """Each frame has the speed and one other field, in turn."""
    STEPS_MISSING = auto()
    """The bit of the step counter is set, and nothing follows."""
    FROZEN_CLOCK = auto()
    """The console's time stands still."""
    DISPLAY_CLOCK = auto()
    """The console's time begins again after 99:59."""
    DISTANCE_IN_MILES = auto()
    """Thousandths of a mile are sent as metres."""
    SPEED_IN_MILES = auto()
    """Miles an hour are sent as kilometres an hour."""
    EVERY_SECOND_STEP = auto()
    """Only the steps of one leg are counted."""
    NULL_FRAMES = auto()
    """At rest, every other frame is all zeros, whatever the counters are at."""
    SILENT_TREADMILL_DATA = auto()
    """Treadmill Data can be subscribed to, and never comes."""
    BAD_SUMS = auto()
    """Every third status of a pad has a wrong checksum."""
    WANTS_GREETING = auto()
    """A pad answers nothing before it was asked for its profile."""
    FOREIGN_TONGUE = auto()
    """What has the service of a pad answers all questions in a language of its own, as some scooters do."""


QUIRK_KEYS = {
    name.lower(): quirk
    for name, quirk in Quirk.__members__.items()
    if quirk is not Quirk.NONE
}
"""The quirks by the names they have in the configuration."""
