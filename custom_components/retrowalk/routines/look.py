"""How a light looks: what is remembered of it, compared, and given back to it."""

from dataclasses import dataclass
from typing import Any, Final, Self

from homeassistant.components.light import (
    ATTR_BRIGHTNESS,
    ATTR_COLOR_MODE,
    ATTR_COLOR_TEMP_KELVIN,
    ATTR_EFFECT,
    ATTR_EFFECT_LIST,
    ATTR_HS_COLOR,
    ATTR_RGB_COLOR,
    ATTR_RGBW_COLOR,
    ATTR_RGBWW_COLOR,
    ATTR_WHITE,
    ATTR_XY_COLOR,
    ColorMode,
)
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import State

from ..walking import stored

BRIGHTNESS_TOLERANCE: Final = 13
"""A twentieth of the range: lights round, and nobody dims by so little."""
_HUE_CIRCLE: Final = 360.0
_COLORS: Final = {
    ColorMode.COLOR_TEMP: (ATTR_COLOR_TEMP_KELVIN, 150.0),
    ColorMode.HS: (ATTR_HS_COLOR, 6.0),
    ColorMode.RGB: (ATTR_RGB_COLOR, 13.0),
    ColorMode.RGBW: (ATTR_RGBW_COLOR, 13.0),
    ColorMode.RGBWW: (ATTR_RGBWW_COLOR, 13.0),
    ColorMode.XY: (ATTR_XY_COLOR, 0.03),
}
"""By the mode of a light: where its colour stands, and by how much it may be off."""


def is_there(state: State | None) -> bool:
    """Whether a light can be told something; one that never says how it is was off, as far as anybody knows."""
    return state is not None and state.state != STATE_UNAVAILABLE


def tells(state: State | None) -> bool:
    """Whether a light is there and says how it is."""
    return state is not None and state.state in (STATE_ON, STATE_OFF)


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a light looks, or is told to look; what is None is not known, or does not matter."""

    on: bool
    brightness: int | None = None
    """From 1 to 255."""
    color_mode: str | None = None
    color: tuple[float, ...] = ()
    effect: str | None = None

    @classmethod
    def of(cls, state: State) -> Self:
        """How a light looks."""
        if state.state != STATE_ON:
            return cls(on=False)
        seen = state.attributes
        mode: str | None = seen.get(ATTR_COLOR_MODE)
        color = seen.get(_COLORS[ColorMode(mode)][0]) if mode in _COLORS else None
        effect = seen.get(ATTR_EFFECT)
        return cls(
            on=True,
            brightness=seen.get(ATTR_BRIGHTNESS),
            color_mode=mode,
            color=() if color is None else _numbers(color),
            effect=effect if effect in (seen.get(ATTR_EFFECT_LIST) or ()) else None,
        )

    def resembles(self, other: Look) -> bool:
        """Whether two looks are the same but for what lights round."""
        if not (self.on and other.on):
            return self.on is other.on
        if self.brightness is not None and other.brightness is not None:
            if abs(self.brightness - other.brightness) > BRIGHTNESS_TOLERANCE:
                return False
        if self.color_mode is None or other.color_mode is None:
            return True
        if self.color_mode != other.color_mode or self.effect != other.effect:
            return False
        return self.color_mode not in _COLORS or self._same_color(other)

    def _same_color(self, other: Look) -> bool:
        if len(self.color) != len(other.color):
            return True
        _, tolerance = _COLORS[ColorMode(str(self.color_mode))]
        gaps = [
            abs(one - two) for one, two in zip(self.color, other.color, strict=True)
        ]
        if gaps and self.color_mode == ColorMode.HS:
            gaps[0] = min(gaps[0], _HUE_CIRCLE - gaps[0])
        return all(gap <= tolerance for gap in gaps)

    @property
    def told(self) -> dict[str, Any]:
        """What a light is told, besides to be on, to look like this."""
        told: dict[str, Any] = {}
        if self.brightness is not None:
            told[ATTR_BRIGHTNESS] = self.brightness
        if self.color_mode == ColorMode.WHITE:
            told = {ATTR_WHITE: self.brightness}
        elif self.color:
            attribute, _ = _COLORS[ColorMode(str(self.color_mode))]
            told[attribute] = self.color[0] if len(self.color) == 1 else self.color
        if self.effect is not None:
            told[ATTR_EFFECT] = self.effect
        return told

    def written(self) -> dict[str, Any]:
        """This look as JSON values."""
        return {
            "on": self.on,
            "brightness": self.brightness,
            "color_mode": self.color_mode,
            "color": list(self.color),
            "effect": self.effect,
        }

    @classmethod
    def read(cls, value: object, name: str) -> Self:
        """Read what was written. Raises StoredError."""
        raw = stored.mapping(value, name)
        mode = stored.optional_text(raw, "color_mode")
        color = stored.sequence(raw.get("color"), "color")
        return cls(
            on=stored.flag(raw, "on"),
            brightness=stored.optional_whole(raw, "brightness"),
            color_mode=mode,
            color=tuple(_number(part) for part in color) if mode in _COLORS else (),
            effect=stored.optional_text(raw, "effect"),
        )


def _numbers(color: float | tuple[float, ...]) -> tuple[float, ...]:
    return tuple(color) if isinstance(color, list | tuple) else (color,)


def _number(part: object) -> float:
    return stored.number({"color": part}, "color")
