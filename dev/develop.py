"""Starts a real Home Assistant with RetroWalk, a virtual treadmill and a demo walker: `scripts/develop --help`."""

from argparse import ArgumentParser, Namespace
import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import partial
from pathlib import Path
import signal
import sys
from typing import Any, Final, NoReturn
from zoneinfo import ZoneInfo

from aiohttp import ClientError

from .demo import LIGHTS, WALKER, put_up_dashboard, settle_path, settle_walker
from .demo_history import has_history, write_history
from .front_door import DoorShutError, FrontDoor
from .home_folder import REPOSITORY, forget, is_in_use, prepare
from .home_process import RESTART_EXIT_CODE, HomeDiedError, HomeProcess, port_is_free

FOLDER: Final = REPOSITORY / ".develop"
# It walks on while Home Assistant is not running, as a real one does.
BELT: Final[dict[str, Any]] = {
    "autostart_s": 15,
    "remember": True,
    "wobble_kmh": 0.1,
}
OTHERS: Final[dict[str, dict[str, Any]]] = {
    "walking_pad": {"name": "WalkingPad", "walk_minutes": 10},
    "foot_pod": {"name": "Foot pod", "step_length_m": 0.42, "walk_minutes": 10},
}


def main() -> None:
    """Run until Ctrl-C."""
    chosen = _arguments()
    if not port_is_free(chosen.port):
        _refuse(f"port {chosen.port} is taken; choose another with --port")
    folder = FOLDER / ("empty" if chosen.empty else "demo")
    if is_in_use(folder):
        _refuse("this home is already open, on another port")
    if chosen.empty or chosen.fresh:
        forget(folder)
    prepare(
        folder,
        port=chosen.port,
        belt=[
            BELT,
            *(
                {"speaks": machine, "autostart_s": 15} | OTHERS[machine]
                for machine in chosen.also
            ),
        ],
        location_name="Demo home",
        lights=LIGHTS,
    )
    sys.exit(asyncio.run(_run(folder, chosen)))


def _refuse(why: str) -> NoReturn:
    """Say why nothing is started, and end."""
    print(f"develop: {why}", file=sys.stderr)
    sys.exit(1)


def _arguments() -> Namespace:
    """What was asked for at the command line."""
    parser = ArgumentParser(
        prog="scripts/develop",
        description="Start Home Assistant on this machine with RetroWalk and a virtual treadmill.",
    )
    parser.add_argument("--port", type=int, default=8123, help="default: 8123")
    parser.add_argument(
        "--empty",
        action="store_true",
        help="nothing is set up: the treadmill shows up as discovered",
    )
    parser.add_argument(
        "--also",
        nargs="+",
        choices=OTHERS,
        default=[],
        help="other machines that show up as discovered, beside the treadmill",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="forget the walks of earlier demos"
    )
    return parser.parse_args()


async def _run(folder: Path, chosen: Namespace) -> int:
    """Keep Home Assistant running, and start it again when it asks for that; return what to exit with."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if not chosen.empty and not has_history(folder):
        print("develop: furnishing the demo home", flush=True)
        await _live(folder, chosen.port, stop, partial(_furnish, folder))
    code = RESTART_EXIT_CODE
    while code == RESTART_EXIT_CODE and not stop.is_set():
        print("develop: starting Home Assistant", flush=True)
        welcome = partial(_welcome, empty=chosen.empty)
        code = await _live(folder, chosen.port, stop, welcome)
    return 0 if stop.is_set() else code


async def _live(
    folder: Path,
    port: int,
    stop: asyncio.Event,
    visit: Callable[[HomeProcess], Coroutine[Any, Any, None]],
) -> int:
    """Run Home Assistant, visit it, and wait until it ends or is asked to; return what it ended with."""
    home = await HomeProcess.start(folder, port)
    try:
        async with asyncio.TaskGroup() as tasks:
            visiting = tasks.create_task(_politely(visit(home)))
            ended = tasks.create_task(home.async_wait_until_ended())
            asked = tasks.create_task(stop.wait())
            await asyncio.wait([ended, asked], return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set():
                print("\ndevelop: stopping", flush=True)
                visiting.cancel()
                await home.async_stop()
            asked.cancel()
    finally:
        await home.async_stop()
    code = ended.result()
    if code not in (0, RESTART_EXIT_CODE) and not stop.is_set():
        print(f"develop: Home Assistant ended with {code}", file=sys.stderr)
    return code


async def _politely(visit: Coroutine[Any, Any, None]) -> None:
    """Make a visit; say it when Home Assistant did not play along."""
    try:
        await visit
    except HomeDiedError:
        return
    except (ClientError, DoorShutError, TimeoutError) as problem:
        print(
            f"develop: the demo could not be set up: {problem or 'it takes too long'}",
            file=sys.stderr,
        )


async def _furnish(folder: Path, home: HomeProcess) -> None:
    """Set the treadmill and its walker up, and give the walker a past, which is read at the next start."""
    await home.async_wait_until_ready()
    async with FrontDoor(home.address) as door:
        await door.enter()
        walker_id = await settle_walker(door)
        await settle_path(door)
        zone = ZoneInfo((await door.get("/api/config"))["time_zone"])
    await home.async_stop()
    write_history(folder, walker_id, WALKER, datetime.now(zone).date(), zone)


async def _welcome(home: HomeProcess, *, empty: bool) -> None:
    """Put the dashboard up and say where it is."""
    await home.async_wait_until_ready()
    page = home.address
    if empty:
        page += "/config/integrations/dashboard"
    else:
        async with FrontDoor(home.address) as door:
            await door.enter()
            page += await put_up_dashboard(door)
    print(f"\n  RetroWalk is at {page}\n  Ctrl-C ends it.\n", flush=True)


if __name__ == "__main__":
    main()
