"""``python -m modelguard`` and the console script."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def main() -> None:
    """Run the command line."""
    try:
        _run()
    except KeyboardInterrupt:  # while modules are still loaded
        os._exit(130)
    except SystemExit as end:
        _leave(end.code)


def _run() -> None:
    import gc

    # Trees of large files are millions of objects that live to the end, and reading leaves no circles
    # behind: looking them through again and again took a third of the time on a file of 20,000 calls.
    gc.set_threshold(2_000_000, 20, 100)

    from modelguard.cli import app

    app()


def _leave(code: object) -> NoReturn:
    """End at once: to take the interpreter apart piece by piece takes a tenth of a short run.

    Where results cannot be written any more, Python ends as it always does, and says so.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        raise SystemExit(code) from None
    os._exit(code if isinstance(code, int) else code is not None)


if __name__ == "__main__":
    main()
