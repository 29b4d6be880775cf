"""The rooms of the house: who may know whom, and how big a room may grow."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
import re
import subprocess
import sys

import pytest

PACKAGE = Path(__file__).parent.parent / "custom_components" / "retrowalk"
MOST_LINES = 350
MOST_FUNCTION_LINES = 60

RANKS: tuple[frozenset[str], ...] = (
    frozenset({"walking", "protocols"}),
    frozenset({"const", "keeping_store", "store", "dashboard_resource"}),
    frozenset({"sources"}),
    frozenset(
        {
            "alarm",
            "clockwork",
            "coordinator",
            "home",
            "home_days",
            "moments",
            "path",
            "path_guards",
            "profile",
            "recording",
            "unclaimed",
            "walker_state",
        }
    ),
    frozenset({"claims", "entity", "routines", "whereabouts"}),
    frozenset({"joining", "starting"}),
)
"""From the lowest; what is not named here is a platform or the like, and above all stands the package itself."""
PURE = ("walking", "protocols")
MODULES = sorted(PACKAGE.rglob("*.py"))
WALKING = sorted((PACKAGE / "walking").glob("*.py"))


def room_of(module: Path) -> str:
    """Return the room of a module: its folder, or its own name where it lies at the top."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rank_of(room: str) -> int:
    """Return how high a room stands."""
    if room == "__init__":
        return len(RANKS) + 1
    return next((rank for rank, rooms in enumerate(RANKS) if room in rooms), len(RANKS))


def tree_of(module: Path) -> ast.Module:
    """Return a module's syntax."""
    return ast.parse(module.read_text(encoding="utf-8"))


def named(module: Path) -> Iterator[str]:
    """Yield the full names of all that a module imports, wherever in it."""
    package = ("retrowalk", *module.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join((*base, *filter(None, [node.module])))
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def rooms_known_to(module: Path) -> set[str]:
    """Return the other rooms of the house that a module imports from."""
    parts = [name.split(".") for name in named(module)]
    return {
        names[1] for names in parts if names[0] == "retrowalk" and len(names) > 1
    } - {room_of(module)}


def calls(module: Path) -> list[ast.Call]:
    """Return all calls in a module."""
    return [node for node in ast.walk(tree_of(module)) if isinstance(node, ast.Call)]


def called(call: ast.Call) -> str:
    """Return what is called, as it is written."""
    return ast.unparse(call.func)


def ids(modules: Iterable[Path]) -> list[str]:
    """Return short names of modules, for the names of tests."""
    return [str(module.relative_to(PACKAGE)) for module in modules]


@pytest.mark.parametrize("module", MODULES, ids=ids(MODULES))
def test_a_room_knows_only_lower_rooms(module: Path) -> None:
    """And the rooms of its own rank, but for those that are siblings: they do not know each other."""
    own = room_of(module)
    rank = rank_of(own)
    too_high = {room for room in rooms_known_to(module) if rank_of(room) > rank}
    assert not too_high
    if own in PURE:
        assert not rooms_known_to(module)


@pytest.mark.parametrize("module", MODULES, ids=ids(MODULES))
def test_only_the_package_itself_joins_belts_to_walkers(module: Path) -> None:
    """Sources know no walkers, and the coordinator knows no belts."""
    knows = rooms_known_to(module)
    if rank_of(room_of(module)) == rank_of("sources"):
        assert "coordinator" not in knows
    if rank_of(room_of(module)) == rank_of("coordinator"):
        assert "sources" not in knows


@pytest.mark.parametrize("module", MODULES, ids=ids(MODULES))
def test_imports_within_the_house_are_relative(module: Path) -> None:
    """So that a room can be loaded without the house."""
    assert not [name for name in named(module) if name.startswith("custom_components")]


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_needs_the_standard_library_only(room: str) -> None:
    """Neither Home Assistant nor anything that has to be installed."""
    for module in (PACKAGE / room).rglob("*.py"):
        origins = {name.split(".")[0] for name in named(module)}
        assert origins <= sys.stdlib_module_names | {"retrowalk"}, module


_LOAD_ALONE = """
import importlib, pathlib, sys, types

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in sys.stdlib_module_names | {"house"}:
            raise ImportError(name)

sys.meta_path.insert(0, Blocker())
house = types.ModuleType("house")
house.__path__ = [sys.argv[1]]
sys.modules["house"] = house
for room in sys.argv[2:]:
    for file in sorted(pathlib.Path(sys.argv[1], room).glob("*.py")):
        importlib.import_module(f"house.{room}.{file.stem}")
assert not any(name.startswith("homeassistant") for name in sys.modules)
"""


def test_the_pure_rooms_load_where_home_assistant_does_not_exist() -> None:
    """In a bare interpreter, without the house's own beginning."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", _LOAD_ALONE, str(PACKAGE), *PURE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


CLOCKS_AND_DICE = {
    "time",
    "random",
    "secrets",
    "uuid",
    "os",
    "io",
    "pathlib",
    "asyncio",
}


@pytest.mark.parametrize("module", WALKING, ids=ids(WALKING))
def test_walking_reads_no_clock_no_dice_and_no_file(module: Path) -> None:
    """Every input carries its time and its id."""
    assert not {name.split(".")[0] for name in named(module)} & CLOCKS_AND_DICE
    forbidden = {"now", "utcnow", "today", "open"}
    assert not {called(call).split(".")[-1] for call in calls(module)} & forbidden


@pytest.mark.parametrize("module", MODULES, ids=ids(MODULES))
def test_no_file_and_no_function_is_too_long(module: Path) -> None:
    """What grows past this asks for a room of its own."""
    text = module.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    too_long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]
    assert not too_long


@pytest.mark.parametrize("module", MODULES, ids=ids(MODULES))
def test_nothing_is_sent_behind_the_back_of_the_entries(module: Path) -> None:
    """Listeners are added where they listen; of signals, only Home Assistant's own are followed."""
    assert not [name for name in named(module) if name.endswith("dispatcher_send")]
    own = {
        name.split(".")[-1]
        for name in named(module)
        if not name.startswith("homeassistant.")
    }
    for call in calls(module):
        if called(call).endswith("dispatcher_connect"):
            signal = call.args[1]
            assert isinstance(signal, ast.Name)
            assert signal.id.startswith("SIGNAL_")
            assert signal.id not in own


@pytest.mark.parametrize("module", MODULES, ids=ids(MODULES))
def test_runtime_data_lives_in_the_entries(module: Path) -> None:
    """And in no dictionary of the domain's."""
    text = module.read_text(encoding="utf-8")
    assert not re.search(r"hass\.data(\[|\.\w+\()\s*DOMAIN\b", text)
