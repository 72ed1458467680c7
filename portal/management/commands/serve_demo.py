"""`make demo`, its last step: the database, then web server and worker in the foreground."""

import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections


HOST = "127.0.0.1"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 10


class Command(BaseCommand):
    help = "Makes the demonstration where there is none, and serves it until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only with PORTAL_DEMO=1.", returncode=2)
        if _answers_on(settings.PORT):
            raise CommandError(
                f"Port {settings.PORT} is in use. PORTAL_PORT=… chooses another.",
                returncode=2,
            )
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        servers: list[subprocess.Popen[bytes]] = []
        try:
            self._make_database()
            servers.append(_start(*_web(options["workers"])))
            servers.append(_start("manage.py", "db_worker", "--verbosity=0"))
            self._wait_until_ready(servers)
            self._announce()
            self._watch(servers)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. The data stays for the next `make demo`.")
        finally:
            _stop(servers)

    def _make_database(self) -> None:
        """In this process, because each further start of Django costs a second."""
        if not connection.introspection.table_names():
            self.stdout.write("Making the database; this takes two minutes or three.")
            self.stdout.flush()
        call_command("migrate", verbosity=0, stdout=self.stdout)
        call_command("seed_demo", stdout=self.stdout)
        connections.close_all()

    def _wait_until_ready(self, servers: list[subprocess.Popen[bytes]]) -> None:
        for _ in range(SECONDS_TO_START * 10):
            self._complain_about_the_dead(servers)
            with contextlib.suppress(urllib.error.URLError, OSError):
                urllib.request.urlopen(
                    f"http://{HOST}:{settings.PORT}/healthz", timeout=5
                ).close()
                return
            time.sleep(0.1)
        raise CommandError("The web server does not answer.")

    def _announce(self) -> None:
        self.stdout.write(f"Ready: {settings.PORTAL_URL}")
        found = io.StringIO()
        call_command("demo_accounts", "--json", stdout=found)
        rows = [("role", "sign in as", "password", "place")]
        rows += [
            (row["role"], row["login"], row["password"], row["place"])
            for row in json.loads(found.getvalue())
        ]
        widths = [max(len(row[i]) for row in rows) for i in range(3)]
        for role, login, password, place in rows:
            self.stdout.write(
                f"  {role:<{widths[0]}}  {login:<{widths[1]}}"
                f"  {password:<{widths[2]}}  {place}"
            )
        self.stdout.write(
            "A one-time code: PORTAL_DEMO=1 .venv/bin/python manage.py demo_code LOGIN\n"
            "Ctrl-C stops; the data stays."
        )
        self.stdout.flush()

    def _watch(self, servers: list[subprocess.Popen[bytes]]) -> None:
        while True:
            self._complain_about_the_dead(servers)
            time.sleep(0.5)

    def _complain_about_the_dead(self, servers: list[subprocess.Popen[bytes]]) -> None:
        for name, server in zip(("web server", "worker"), servers, strict=True):
            if server.poll() is not None:
                raise CommandError(f"The {name} ended by itself.")


def _web(workers: int) -> tuple[str, ...]:
    return (
        "-m",
        "gunicorn",
        "portal.wsgi",
        f"--bind={HOST}:{settings.PORT}",
        f"--workers={workers}",
        "--threads=4",
        "--preload",
        "--graceful-timeout=3",
        "--no-control-socket",
        "--log-level=warning",
    )


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    """A process in a session of its own, so that Ctrl-C reaches us alone, first."""
    return subprocess.Popen(  # noqa: S603 - our own command line
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"},
        start_new_session=True,
    )


def _stop(servers: list[subprocess.Popen[bytes]]) -> None:
    for server in servers:
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)
    for server in servers:
        try:
            server.wait(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _answers_on(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
