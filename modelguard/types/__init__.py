"""The values that flow through modelguard: small, frozen, without behaviour that needs anything else.

Positions are code-point offsets into the decoded text of a file (:class:`Span`); only
:mod:`modelguard.text` turns them into lines, columns and bytes.
"""

from modelguard.types._findings import (
    CatalogFacts,
    Edit,
    Finding,
    Fix,
    LifecycleFacts,
    ModelFacts,
    Report,
    RuleFacts,
    Severity,
)
from modelguard.types._models import DateKind, Evidence, Model, ModelRef, Pinning, Role, Stage, Use
from modelguard.types._record import record
from modelguard.types._syntax import (
    Client,
    Context,
    Export,
    Literal,
    Location,
    Lookup,
    Place,
    PlacedLookup,
    Problem,
    Reading,
    Reference,
    Span,
    UsedAt,
)

__all__ = [
    "CatalogFacts",
    "Client",
    "Context",
    "DateKind",
    "Edit",
    "Evidence",
    "Export",
    "Finding",
    "Fix",
    "LifecycleFacts",
    "Literal",
    "Location",
    "Lookup",
    "Model",
    "ModelFacts",
    "ModelRef",
    "Pinning",
    "Place",
    "PlacedLookup",
    "Problem",
    "Reading",
    "Reference",
    "Report",
    "Role",
    "RuleFacts",
    "Severity",
    "Span",
    "Stage",
    "Use",
    "UsedAt",
    "record",
]
