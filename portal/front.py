"""Compile the style sheet and copy the third-party files that pages use.

Run as `python -m portal.front` after `npm ci`; plain Python, no Django. What to
copy stands in `portal/static_src/copies.txt`: a source (a file or a pattern inside
`node_modules/`) and a target (a folder or file inside `portal/static/portal/built/`)
a line. Nothing third-party is committed: the target folder is git-ignored.
"""

import shutil
import subprocess
import sys
from pathlib import Path


BASE = Path(__file__).resolve().parent.parent
MODULES = BASE / "node_modules"
SOURCES = BASE / "portal" / "static_src"
BUILT = BASE / "portal" / "static" / "portal" / "built"


def main() -> int:
    BUILT.mkdir(parents=True, exist_ok=True)
    compile_style_sheet()
    missing = [line for line in copy_lines() if not copy(*line)]
    for source, _target in missing:
        sys.stderr.write(f"copies.txt names {source}, which matches no file.\n")
    return 1 if missing else 0


def compile_style_sheet() -> None:
    sass = MODULES / ".bin" / "sass"
    subprocess.run(  # noqa: S603 - our own command line, nothing from outside
        [
            str(sass),
            "--load-path=.",
            "--load-path=node_modules",
            "--no-source-map",
            "--style=compressed",
            "--quiet-deps",
            str((SOURCES / "portal.scss").relative_to(BASE)),
            str((BUILT / "portal.css").relative_to(BASE)),
        ],
        cwd=BASE,
        check=True,
    )


def copy_lines() -> list[tuple[str, str]]:
    """The (source, target) pairs of copies.txt; `#` starts a comment."""
    listing = SOURCES / "copies.txt"
    if not listing.exists():
        return []
    text = listing.read_text(encoding="utf-8")
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    return [(parts[0], parts[1]) for parts in lines if len(parts) == 2]


def copy(source: str, target: str) -> bool:
    """Copy every file that `source` matches; False when there is none."""
    source = source.removeprefix("node_modules/")
    found = [path for path in sorted(MODULES.glob(source)) if path.is_file()]
    place = BUILT / target.removeprefix("portal/static/portal/built/")
    into_folder = target.endswith("/") or len(found) > 1
    (place if into_folder else place.parent).mkdir(parents=True, exist_ok=True)
    for path in found:
        shutil.copyfile(path, place / path.name if into_folder else place)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
