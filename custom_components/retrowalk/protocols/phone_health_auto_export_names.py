"""Which of Health Auto Export's metrics are of use here: by name, in whatever language the phone speaks, and by unit."""

from collections.abc import Sequence
from typing import Final

from .phone_fields import BEATS_PER_MINUTE, METRES, STEPS, Fields, refuse
from .phone_post import CountKind, RefusalReason


def _bare(name: str) -> str:
    """Return the letters of a name: `step_count`, `Step Count` and `stepCount` are one."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


_NAMES: Final = {
    CountKind.STEPS: (
        "step_count",
        "steps",
        "Schritte",
        "Schrittzahl",
        "Pas",
        "Nombre de pas",
        "Pasos",
        "Passi",
        "Passos",
        "Stappen",
        "Steg",
        "Skridt",
        "Skritt",
        "Askeleet",
        "Kroki",
        "Kroky",
        "Шаги",
        "Кроки",
        "Adımlar",
        "歩数",
        "步数",
        "步數",
        "걸음",
        "걸음 수",
    ),
    CountKind.DISTANCE: (
        "walking_running_distance",
        "distance_walking_running",
        "Gehen + Laufen",
        "Geh- und Laufstrecke",
        "Distance (marche et course)",
        "Distancia a pie y corriendo",
        "步行 + 跑步距离",
        "步行 + 跑步距離",
        "ウォーキング + ランニングの距離",
    ),
    CountKind.HEART_RATE: (
        "heart_rate",
        "Herzfrequenz",
        "Fréquence cardiaque",
        "Frecuencia cardiaca",
        "Frecuencia cardíaca",
        "Frequenza cardiaca",
        "Frequência cardíaca",
        "Hartslag",
        "Hjärtfrekvens",
        "Puls",
        "Hjertefrekvens",
        "Syke",
        "Tętno",
        "Пульс",
        "心率",
        "心跳率",
        "心拍数",
        "심박수",
    ),
}
_KINDS: Final = {_bare(name): kind for kind, names in _NAMES.items() for name in names}

_OF_NO_USE: Final = frozenset(
    map(
        _bare,
        (
            "apple_stand_hour",
            "cross_country_skiing_distance",
            "cycling_cadence",
            "cycling_distance",
            "distance_downhill_snow_sports",
            "flights_climbed",
            "handwashing",
            "heart_rate_recovery_one_minute",
            "height",
            "inhaler_usage",
            "mindful_minutes",
            "number_of_alcoholic_beverages",
            "number_of_times_fallen",
            "paddle_sports_distance",
            "push_count",
            "respiratory_rate",
            "resting_heart_rate",
            "rowing_distance",
            "running_stride_length",
            "running_vertical_oscillation",
            "sexual_activity",
            "six_minute_walking_test_distance",
            "skating_sports_distance",
            "swimming_distance",
            "swimming_stroke_count",
            "toothbrushing",
            "underwater_depth",
            "waist_circumference",
            "walking_heart_rate_average",
            "walking_step_length",
            "wheelchair_distance",
        ),
    )
)


def kind_of(metric: Fields, entries: Sequence[object]) -> CountKind | None:
    """Return what a metric counts; None where it is of no use here.

    Raises UnreadablePostError where its unit says that it may be of use and its name says nothing: in a language that is
    not known here, steps and flights of stairs look the same.
    """
    name, unit = metric.get("name"), metric.get("units")
    if not isinstance(name, str):
        raise refuse("name", RefusalReason.WRONG_TYPE)
    bare = _bare(name)
    if (kind := _KINDS.get(bare)) is not None:
        return kind
    if bare in _OF_NO_USE or not isinstance(unit, str):
        return None
    unit = unit.strip().casefold()
    if unit in {"step", "steps"}:
        return CountKind.STEPS
    if unit in BEATS_PER_MINUTE and any(
        isinstance(entry, dict) and "Avg" in entry for entry in entries[:1]
    ):
        return CountKind.HEART_RATE
    if unit in STEPS or unit in METRES or unit in BEATS_PER_MINUTE:
        raise refuse("name", RefusalReason.UNKNOWN_METRIC)
    return None
