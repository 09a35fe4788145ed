"""``modelguard catalog read PLATFORM FILE``: what a stored page gives."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from modelguard.providers import Lifecycle

KEYS = ("id", "version", "regions", "deprecated", "retires", "date_kind", "replacement", "note", "line")


@click.command(name="read")
@click.argument("platform")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", help="How to print the rows.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to read for (default: today).")
@click.option(
    "--previous", type=click.Path(path_type=Path), help="An older copy: refuse what lost too much against it."
)
def command(platform: str, file: Path, form: str, as_of: datetime | None, previous: Path | None) -> None:
    """Print what a stored provider page or API answer gives, row by row.

    The page is believed or refused as a whole: a refusal names its reason and exits with 3.

    \b
    Examples:
      modelguard catalog read openai deprecations.html
      modelguard catalog read openai today.html --previous last-week.html --format jsonl
    """
    from modelguard.providers import PageRefused

    today = as_of.date() if as_of else datetime.now(UTC).date()
    try:
        rows = _rows(platform, file, today)
        if previous is not None:
            from modelguard.providers._guards import guard

            guard(rows, _rows(platform, previous, today))
    except PageRefused as refusal:
        click.echo(f"refused: {_printable(str(refusal))}", err=True)
        raise SystemExit(3) from None
    for row in rows:
        click.echo(_json_line(row) if form == "jsonl" else _text_line(row))


def _rows(platform: str, file: Path, today: date) -> tuple[Lifecycle, ...]:
    from modelguard.providers import PageRefused
    from modelguard.providers._body import MAX_BYTES
    from modelguard.providers._read import providers, read_page

    known = providers()
    if platform not in known:
        raise click.UsageError(f"unknown platform '{_printable(platform)}'; known are {', '.join(sorted(known))}.")
    try:
        if not file.is_file():
            raise click.UsageError(f"there is no file '{_printable(str(file))}'.")
        if file.stat().st_size > MAX_BYTES:
            raise PageRefused(f"the body is larger than {MAX_BYTES // 1_000_000} MB")
        body = file.read_bytes()
    except OSError as error:
        raise click.UsageError(f"cannot read '{_printable(str(file))}': {error.strerror}.") from None
    return read_page(known[platform], body, today)[1]


def _fields(row: Lifecycle) -> dict[str, Any]:
    fields: dict[str, Any] = {key: getattr(row, key) for key in KEYS}
    for key in ("deprecated", "retires"):
        fields[key] = fields[key].isoformat() if fields[key] else None
    fields["regions"], fields["replacement"] = list(row.regions), list(row.replacement)
    return fields


def _json_line(row: Lifecycle) -> str:
    return json.dumps(_fields(row), ensure_ascii=True)


def _text_line(row: Lifecycle) -> str:
    name = f"{row.id}@{row.version}" if row.version else row.id
    day = row.retires.isoformat() if row.retires else "-"
    kind = {"exact": "", "not_before": " or later", "unknown": ""}[row.date_kind]
    parts = [f"line {row.line}" if row.line else "api", name, f"retires {day}{kind}"]
    if row.deprecated:
        parts.append(f"deprecated {row.deprecated.isoformat()}")
    if row.replacement:
        parts.append("use " + ", ".join(row.replacement))
    if row.regions:
        parts.append(f"in {len(row.regions)} regions" if len(row.regions) > 3 else "in " + ", ".join(row.regions))
    if row.note:
        parts.append(f"({row.note})")
    return _printable("  ".join(parts))


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)
