"""The two things modelguard does, as functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from modelguard import config, engine
from modelguard.config import Settings
from modelguard.types import Report


def check(paths: Sequence[Path] = (), *, settings: Settings | None = None, as_of: date | None = None) -> Report:
    """Lint ``paths`` (default: the current folder) as of a day (default: today).

    ``settings`` default to those of the nearest settings file. Raises UsageError for wrong input and
    CannotVerify where the data is missing or damaged; what is wrong with a file is a finding.
    """
    settings = settings or _settings(paths)
    today = date.today()
    return engine.check(paths or [settings.root], settings=settings, as_of=as_of or today, real_today=today)


def inventory(paths: Sequence[Path] = (), *, settings: Settings | None = None, as_of: date | None = None) -> Report:
    """Every use of a model in ``paths``, without a verdict; arguments and errors as :func:`check`."""
    settings = settings or _settings(paths)
    return engine.inventory(paths or [settings.root], settings=settings, as_of=as_of or date.today())


def _settings(paths: Sequence[Path]) -> Settings:
    return config.load(paths[0] if paths else Path.cwd())
