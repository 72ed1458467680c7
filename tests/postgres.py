"""A PostgreSQL server of the tests' own: started for one run, then gone without trace.

In a temporary folder, on the loopback address and a random port, with a password that
lives as long as the run. `initdb` refuses root: as root the server runs as `postgres`.

`python -m tests.postgres COMMAND…` runs a command with its address in DATABASE_URL.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


# Nothing in it outlives the run, so it need not survive a power cut.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_connections": "50",
}


class CouldNotStart(Exception):
    """The server did not answer in time."""


def programs() -> Path | None:
    """The folder with initdb and postgres, the newest; None when there is none."""
    on_path = shutil.which("postgres") and shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(debian, key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def server(bin_dir: Path) -> Iterator[str]:
    """A running server; its address as DATABASE_URL wants it."""
    user = _unprivileged_user()
    home = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    process = None
    try:
        if user:
            os.chown(home, user.pw_uid, user.pw_gid)
        password, port = secrets.token_hex(16), _free_port()
        _initialise(bin_dir, home, password, user)
        process = _start(bin_dir, home, port, user)
        url = f"postgresql://portal:{password}@127.0.0.1:{port}/postgres"
        _wait_until_ready(url, process, home)
        yield url
    finally:
        if process:
            _stop(process)
        shutil.rmtree(home, ignore_errors=True)


def _unprivileged_user() -> pwd.struct_passwd | None:
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def _as(user: pwd.struct_passwd | None) -> dict:
    if not user:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _initialise(bin_dir: Path, home: Path, password: str, user) -> None:
    secret = home / "password"
    secret.write_text(password)
    if user:
        os.chown(secret, user.pw_uid, user.pw_gid)
    subprocess.run(
        [
            bin_dir / "initdb",
            f"--pgdata={home / 'data'}",
            "--username=portal",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ],
        check=True,
        cwd=home,
        stdout=subprocess.DEVNULL,
        **_as(user),
    )
    secret.unlink()


def _start(bin_dir: Path, home: Path, port: int, user) -> subprocess.Popen:
    options = [f"-c{name}={value}" for name, value in OPTIONS.items()]
    with (home / "log").open("w") as log:
        return subprocess.Popen(
            [bin_dir / "postgres", "-D", home / "data", "-p", str(port), *options],
            cwd=home,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **_as(user),
        )


def _wait_until_ready(url: str, process: subprocess.Popen, home: Path) -> None:
    import psycopg

    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise CouldNotStart((home / "log").read_text())


def _stop(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ended_by_signals() -> None:
    """Ctrl-C and a polite kill both unwind, so that the server goes too.

    Said outright: a shell starts what it puts in the background with SIGINT ignored.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


def main(command: list[str]) -> int:
    ended_by_signals()
    bin_dir = programs()
    if bin_dir is None:
        sys.stderr.write("PostgreSQL's programs (initdb, postgres) are not here.\n")
        return 2
    try:
        with server(bin_dir) as url:
            environment = os.environ | {"DATABASE_URL": url}
            return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
