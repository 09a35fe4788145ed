"""``inventory --format cyclonedx``: a machine-learning bill of materials, CycloneDX 1.6 JSON.

Every model in use is one component of type ``machine-learning-model`` with its places as evidence.
Serial number and timestamp come from the content and the day of the run: the same input, the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from pathlib import PurePath
from typing import TYPE_CHECKING

from modelguard.errors import UsageError
from modelguard.listings._rows import ordered, retirement
from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import visible
from modelguard.types import Report, Use

if TYPE_CHECKING:
    from cyclonedx.model import Property
    from cyclonedx.model.bom import Bom, BomMetaData
    from cyclonedx.model.component import Component
    from cyclonedx.model.component_evidence import Occurrence

_MISSING = (
    "The CycloneDX format needs a library that is not installed: run 'pip install \"modelguard-lint[cyclonedx]\"'."
)


def render(report: Report, options: Options) -> str:
    """The bill of materials. Raises UsageError where the extra ``cyclonedx`` is not installed."""
    try:
        from cyclonedx.output import make_outputter
        from cyclonedx.schema import OutputFormat, SchemaVersion
    except ImportError as error:
        raise UsageError(_MISSING) from error
    bom = _bom(report)
    return str(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2)) + "\n"


def _bom(report: Report) -> Bom:
    from cyclonedx.model.bom import Bom

    components = [_component(uses, report) for uses in _by_model(report)]
    metadata = _metadata(report)
    content = repr((str(report.as_of), report.root, [_signature(use) for use in ordered(report)]))
    serial = uuid.uuid5(uuid.NAMESPACE_URL, content.encode("ascii", "backslashreplace").decode())
    bom = Bom(components=components, metadata=metadata, serial_number=serial)
    if metadata.component:
        bom.register_dependency(metadata.component, components)
    return bom


def _signature(use: Use) -> tuple[object, ...]:
    return use.location, use.ref.text, use.ref.id, use.ref.platform, use.role.value


def _by_model(report: Report) -> Iterator[list[Use]]:
    """The uses of each known (platform, id), in order; computed and opaque ones belong to no model."""
    groups: dict[tuple[str, str], list[Use]] = {}
    for use in ordered(report):
        if use.ref.id and not use.dynamic:
            groups.setdefault((use.ref.platform or "", use.ref.id), []).append(use)
    return (groups[key] for key in sorted(groups))


def _metadata(report: Report) -> BomMetaData:
    from cyclonedx.model.bom import BomMetaData
    from cyclonedx.model.component import Component, ComponentType

    from modelguard import __version__

    tool = Component(name="modelguard", version=__version__, type=ComponentType.APPLICATION, bom_ref="modelguard")
    name = visible(PurePath(report.root).name) or "repository"
    root = Component(name=name, type=ComponentType.APPLICATION, bom_ref="root")
    unresolved = sum(use.dynamic or not use.ref.id for use in report.uses)
    found = BomMetaData(
        component=root,
        timestamp=datetime.combine(report.as_of, time(), tzinfo=UTC),
        properties=_properties({"catalog-date": str(report.catalog.date), "unresolved-uses": str(unresolved)}),
    )
    found.tools.components.add(tool)
    return found


def _component(uses: list[Use], report: Report) -> Component:
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.component_evidence import ComponentEvidence

    first = uses[0]
    model = first.model
    platform, name = visible(first.ref.platform or "unknown"), visible(first.ref.id or first.ref.text)
    return Component(
        name=name,
        type=ComponentType.MACHINE_LEARNING_MODEL,
        bom_ref=f"model:{platform}/{name}",
        group=platform,
        publisher=visible(model.vendor) if model and model.vendor else None,
        properties=_properties(_facts(uses, report)),
        evidence=ComponentEvidence(occurrences=_occurrences(uses, f"model:{platform}/{name}")),
    )


def _facts(uses: list[Use], report: Report) -> dict[str, str]:
    model = uses[0].model
    days = sorted(day for use in uses if (day := retirement(use)))
    facts = {
        "platform": uses[0].ref.platform,
        "pinning": model.pinning.value if model and model.pinning else None,
        "stage": model.stage(report.as_of).value if model else "unknown",
        "retires": days[0].isoformat() if days else None,
        "retirement-date-kind": model.date_kind.value if model and model.date_kind and days else None,
        "replacement": ", ".join(model.replacement) if model else None,
        "roles": ", ".join(sorted({use.role.value for use in uses})),
        "entries": ", ".join(sorted({use.entry for use in uses if use.entry})),
    }
    return {name: value for name, value in facts.items() if value}


def _properties(facts: dict[str, str]) -> Iterable[Property]:
    from cyclonedx.model import Property

    return [Property(name=f"modelguard:{name}", value=visible(value)) for name, value in facts.items()]


def _occurrences(uses: list[Use], name: str) -> Iterable[Occurrence]:
    from cyclonedx.model.component_evidence import Occurrence

    return [
        Occurrence(
            bom_ref=f"{name}#{number:06}",  # the library orders by it, and by chance without it
            location=visible(use.location.path),
            line=use.location.line,
            offset=use.location.column,
            symbol=visible(use.ref.text),
            additional_context=f"{use.role.value}: {visible(use.reason)}",
        )
        for number, use in enumerate(uses, 1)
    ]


REPORT = ReportFormat("cyclonedx", render, "a CycloneDX 1.6 ML-BOM")
