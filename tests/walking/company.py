"""A walk that several live sources see at once, for the tests of sources that come and go."""

from custom_components.retrowalk.walking.model import Sample

from .walks import POD, VIEW, Walk

KMH = 2.52
"""0.7 m/s."""
MPS = 0.7


def _phase(source: str) -> float:
    """Return when in each second a source tells: no two at once."""
    return {POD: 0.4, VIEW: 0.7}.get(source, 1.0)


class Company(Walk):
    """A walk at an even pace, of which each source tells once a second at a moment of its own."""

    def go(
        self,
        seconds: int,
        *sources: str,
        kmh: float = KMH,
        steps: dict[str, int | None] | None = None,
    ) -> None:
        """Let these sources see so many seconds; two steps each, unless told otherwise."""
        begin = self.at
        for second in range(seconds):
            for source in sorted(sources, key=_phase):
                phase = _phase(source)
                self.wait(second + phase - (self.at - begin).total_seconds())
                count = 2 if kmh > 0 else 0
                self.frame(
                    kmh,
                    metres=kmh / 3.6,
                    steps=(steps or {}).get(source, count),
                    clock_s=1.0 if kmh > 0 else 0.0,
                    source=source,
                )
            self.wait(second + 1 - (self.at - begin).total_seconds())

    def come_back(self, source: str, away_s: float) -> Sample:
        """Let a source tell of all that it saw since it was heard last."""
        return self.frame(
            KMH,
            metres=MPS * away_s,
            steps=round(2 * away_s),
            clock_s=away_s,
            since_s=away_s,
            source=source,
        )

    @property
    def figures(self) -> tuple[float, float]:
        """Seconds and metres of the open session."""
        stretches = self.open.stretches
        return stretches.active_s(), stretches.distance_m()
