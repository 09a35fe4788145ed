"""MG312: a critical entry that nobody watches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title
from modelguard.types import Finding
from modelguard.wording import listed

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG312",
    name="missing-monitoring",
    summary="Criticality is high and there is no `monitoring` with a dashboard and alerts.",
    why=("A model can get worse without a single failed request. What is not measured is noticed by customers first."),
    fix=("Add `monitoring:` with the address of a `dashboard` and the names of the `alerts`."),
    source="EU AI Act (Regulation (EU) 2024/1689), article 72: post-market monitoring, https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
    bad=(
        Sample({"models.yaml": sample(critical=True)}, path="models.yaml", lines=(3,)),
        Sample(
            {"models.yaml": sample("    monitoring: {dashboard: https://grafana.example.com/d/chat}\n", critical=True)},
            path="models.yaml",
            lines=(6,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    monitoring: {dashboard: https://grafana.example.com/d/chat, alerts: [chat-errors]}\n",
                    critical=True,
                )
            }
        ),
        Sample({"models.yaml": sample()}),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    if not entry.high:
        return
    monitoring = entry.spec.monitoring
    missing = [name for name in ("dashboard", "alerts") if not (monitoring and getattr(monitoring, name))]
    if missing:
        message = (
            f"{title(entry)} is critical and nobody would see it get worse: "
            f"add {listed(f'`monitoring.{name}`' for name in missing)}."
        )
        yield at_entry(RULE, entry, message, context, at=entry.at("monitoring") if monitoring else None)
