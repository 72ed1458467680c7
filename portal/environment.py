"""Reading the environment: the few values an installation must give.

Outside the demo a missing secret stops the start with a sentence that says what
to do; in the demo it is generated once and kept in the data folder (mode 0600).
Source: contract.md, "Environment".
"""

import base64
import os
import secrets
import sys
from pathlib import Path
from typing import NoReturn


def flag(name: str) -> bool:
    """True for 1, true, yes, on (any case); False for anything else."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def stop(sentence: str) -> NoReturn:
    """End the start with one sentence on standard error, exit code 2."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(2)


def data_dir(base: Path) -> Path:
    """The folder of database, keys, private files and mail; made when missing."""
    folder = Path(os.environ.get("PORTAL_DATA_DIR") or base / "var")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder.resolve()


def secret(name: str, *, folder: Path, demo: bool) -> str:
    """The secret from the environment; generated and kept in the demo only.

    `PORTAL_DATA_KEYS` is generated in its own form, `id:base64(32 bytes)`.
    """
    given = os.environ.get(name, "")
    if given:
        return given
    if not demo:
        stop(
            f"{name} is not set. Set it in the environment of the service"
            " (see docs/operations.md), or set PORTAL_DEMO=1 to run the"
            " demonstration with fictional data."
        )
    kept = folder / "keys" / name.lower()
    if not kept.exists():
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        value = _fresh(name)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(value)
    return kept.read_text().strip()


def _fresh(name: str) -> str:
    if name == "PORTAL_DATA_KEYS":
        return "d1:" + base64.b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_urlsafe(48)
