"""The streak picture of a full year: what gathering it costs the event loop, and what drawing it costs the executor."""

from datetime import date

from custom_components.retrowalk.streak_picture import draw_year
from custom_components.retrowalk.streak_picture.palette import LIGHT
from custom_components.retrowalk.walking.ledger import Ledger
from custom_components.retrowalk.walking.year import year_of

from .figure import Figure, seconds
from .journal import loading_s, pages_of, ten_years

_TODAY = date(2026, 11, 20)


def measure(*, smoke: bool) -> list[Figure]:
    """Gathering, drawing, and the size of the file."""
    rounds = 3 if smoke else 15
    journal = ten_years(9)
    figures = Ledger(journal, 0).figures
    year = year_of(figures, _TODAY)
    picture = draw_year(year, LIGHT)
    loads_s = loading_s(pages_of(journal), rounds=rounds)
    gather_s = seconds(lambda: year_of(figures, _TODAY), rounds=rounds, times=3)
    draw_s = seconds(lambda: draw_year(year, LIGHT), rounds=rounds)
    return [
        Figure(
            name="streak picture: the year from ten years / orjson.loads",
            measured=gather_s / loads_s,
            budget=1 / 3,
            unit="x",
            detail=f"{gather_s * 1e3:.1f} ms of the event loop, after a walk, a decision and midnight",
        ),
        Figure(
            name="streak picture: drawing",
            measured=draw_s * 1e3,
            budget=500,
            unit="ms",
            detail="in the executor, once for whoever looks first",
        ),
        Figure(
            name="streak picture: size of the PNG",
            measured=len(picture) / 1000,
            budget=60,
            unit="kB",
        ),
    ]
