"""A PostgreSQL server of the tests' own, from the programs that are installed; nobody else can reach it."""

from collections.abc import Iterator
from contextlib import contextmanager
import os
from pathlib import Path
import pwd
import shutil
import subprocess
from tempfile import TemporaryDirectory

SCRIPTS = Path(__file__).parent.parent / "scripts"
NOT_ROOT = "nobody"
"""PostgreSQL refuses to run as root."""


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Run a server with an empty database until the end; the database's URL. Only a socket in its own folder leads to it."""
    programs = _programs()
    with TemporaryDirectory(prefix="postgresql") as name:
        folder = Path(name)
        database = folder / "database"
        as_user: list[str] = []
        if os.geteuid() == 0:
            user = pwd.getpwnam(NOT_ROOT)
            shutil.chown(folder, user.pw_uid, user.pw_gid)
            as_user = ["runuser", "-u", NOT_ROOT, "--"]
        _run(
            *as_user,
            str(programs / "initdb"),
            f"--pgdata={database}",
            "--username=retrowalk",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            folder=folder,
        )
        control = [*as_user, str(programs / "pg_ctl"), f"--pgdata={database}", "--wait"]
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        _run(
            *control,
            "start",
            f"--log={folder / 'log'}",
            f"--options={options}",
            folder=folder,
        )
        try:
            yield f"postgresql://retrowalk@/postgres?host={folder}"
        finally:
            _run(*control, "stop", "--mode=immediate", folder=folder)


def _programs() -> Path:
    found = subprocess.run(
        [SCRIPTS / "find_postgresql"], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    return Path(found.stdout.strip())


def _run(*command: str, folder: Path) -> None:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
