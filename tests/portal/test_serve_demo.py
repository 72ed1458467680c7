"""The demo's last step refuses in a sentence where it cannot serve."""

import socket

import pytest
from django.core.management import CommandError, call_command


def test_it_serves_the_demo_only(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="PORTAL_DEMO=1"):
        call_command("serve_demo")


def test_a_port_in_use_is_named(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings.DEMO, settings.PORT = True, taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {settings.PORT} is in use"):
            call_command("serve_demo")
