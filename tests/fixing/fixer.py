"""Run ``check --fix`` and friends as a person does, in this process."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from modelguard.cli import app


def run(folder: Path, *arguments: str, **environment: str) -> Result:
    """``modelguard ARGUMENTS`` in ``folder``, on the day the bundled facts are of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in environment.items():
            patch.setenv(name, value)
        return CliRunner().invoke(app, [*arguments], catch_exceptions=False)


def fix(folder: Path, *arguments: str, **environment: str) -> Result:
    """``modelguard check --fix`` on a fixed day."""
    return run(folder, "check", "--fix", "--as-of", "2026-11-21", "--no-cache", *arguments, **environment)
