"""Stands in for a package that has to be compiled and that only voice needs: the demo home has no microphone."""


class AudioProcessor:
    """Never made: nobody speaks to the demo home."""

    def __init__(self) -> None:
        """Say so."""
        raise NotImplementedError("the demo home has no microphone")
