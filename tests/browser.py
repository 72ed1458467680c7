"""Which browser the journeys use: the machine's own Chromium, never a downloaded one."""

import shutil


NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# As root Chromium needs --no-sandbox; the others stop it from calling home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """The path of the browser's program; None when the machine has none."""
    return next(filter(None, map(shutil.which, NAMES)), None)
