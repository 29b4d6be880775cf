"""Measurements of RetroWalk against its budgets, on the true path where there is one."""

from pathlib import Path

import custom_components

REPOSITORY = Path(__file__).parent.parent
custom_components.__path__ = [
    str(REPOSITORY / "custom_components"),
    str(REPOSITORY / "dev"),
]
