"""One fixed report that holds every field, and every path and text that could break a format."""

from __future__ import annotations

from datetime import date

from modelguard.types import (
    CatalogFacts,
    Context,
    DateKind,
    Edit,
    Finding,
    Fix,
    LifecycleFacts,
    Location,
    Model,
    ModelFacts,
    ModelRef,
    Pinning,
    Place,
    Report,
    Role,
    RuleFacts,
    Severity,
    Span,
    Use,
    UsedAt,
)

HOSTILE = "a\u202eb\u200bc\x1b[31md\x00e\x7f\u2028f\ufeffg\r\nh"
NOT_UTF8 = b"caf\xe9/\xff.py".decode("utf-8", "surrogateescape")
PATHS = (
    "src/app.py",
    "space # 100%.py",
    "new\nline.py",
    "-rf.py",
    NOT_UTF8,
    "日本語/モデル,a:b.py",
    "rtl\u202eyp.py",
    "::error file=x::y.py",
    'quote"<b>&|`.md',
)

RULES = {
    "MG102": RuleFacts(
        "MG102",
        "floating-alias",
        "A use or manifest value is an alias.",
        "An alias changes under you: the provider moves it.",
        "Pin the dated id that the alias points to today.",
        "https://platform.openai.com/docs/models",
        Severity.ERROR,
    ),
    "MG103": RuleFacts(
        "MG103",
        "retired-model",
        "The retirement day is reached on that platform.",
        "Requests fail or are answered by another model.",
        "Move to the replacement.",
        "NIST AI RMF, MANAGE 2.4",
        Severity.ERROR,
    ),
}

RETIRED = Finding(
    rule="MG103",
    name="retired-model",
    severity=Severity.ERROR,
    message='"gpt-4-0613" was retired on openai on 2026-10-23, 29 days ago, and requests fail: move to "gpt-5.6-sol"',
    location=Location("src/app.py", 12, 23, 12, 33),
    model=ModelFacts("gpt-4-0613", "gpt-4-0613", "openai", "pinned", "selects", None),
    lifecycle=LifecycleFacts(
        "retired",
        date(2026, 4, 22),
        date(2026, 10, 23),
        "exact",
        -29,
        ("gpt-5.6-sol",),
        "fails",
        "https://platform.openai.com/docs/deprecations",
    ),
    entry="chat",
    fix=Fix('replace it with "gpt-5.6-sol"', "unsafe", (Edit(Span(300, 310), "gpt-5.6-sol", (12, 23), (12, 33)),)),
    fingerprint="5f2b1c",
    owner="@team-support",
)

ALIAS = Finding(
    rule="MG102",
    name="floating-alias",
    severity=Severity.ERROR,
    message='"gpt-4o" is an alias that points to "gpt-4o-2024-11-20" today: pin that id',
    location=Location("src/app.py", 9, 11, 9, 17),
    model=ModelFacts("gpt-4o", "gpt-4o", "openai", "alias", "selects", "gpt-4o-2024-11-20"),
    lifecycle=LifecycleFacts("active"),
    fix=Fix('pin "gpt-4o-2024-11-20"', "safe", (Edit(Span(9, 15), "gpt-4o-2024-11-20", (9, 11), (9, 17)),)),
    fingerprint="0aa1",
)


def _odd(number: int, path: str) -> Finding:
    """A finding with nothing but the required fields, at an odd path, with a hostile message."""
    level = list(Severity)[number % 3]
    return Finding("MG901", "unreadable-file", level, f"cannot read {HOSTILE}: 50%, a:b", Location(path))


FINDINGS = (
    RETIRED,
    ALIAS,
    Finding(
        "MG104",
        "retiring-model",
        Severity.WARNING,
        "retires in 60 days",
        Location("notebook.ipynb", 40, 5, 41, 2, cell=3),
        fingerprint="77",
    ),
    Finding(
        "MG102",
        "floating-alias",
        Severity.NOTE,
        "kept",
        Location("src/kept.py", 1, 1, 1, 2),
        suppressed=True,
        fingerprint="88",
    ),
    Finding(
        "MG102",
        "floating-alias",
        Severity.ERROR,
        "old",
        Location("src/old.py", 1, 1, 1, 2),
        baselined=True,
        fingerprint="99",
    ),
    *(_odd(number, path) for number, path in enumerate(PATHS[1:])),
)

GPT4 = Model(
    "openai",
    "gpt-4-0613",
    pinning=Pinning.PINNED,
    vendor="openai",
    deprecated=date(2026, 4, 22),
    retires=date(2026, 10, 23),
    date_kind=DateKind.EXACT,
    replacement=("gpt-5.6-sol",),
)
GPT4O = Model(
    "openai",
    "gpt-4o",
    pinning=Pinning.ALIAS,
    vendor="openai",
    retires=date(2027, 1, 14),
    date_kind=DateKind.EXACT,
    deprecated=date(2026, 7, 1),
)

USES = (
    Use(
        Location("src/app.py", 12, 23, 12, 33),
        Span(300, 310),
        ModelRef("gpt-4-0613", "gpt-4-0613", "openai", known=True),
        Role.SELECTS,
        "argument model= of a client call",
        Context(
            place=Place.ARGUMENT,
            name="model",
            client="openai.OpenAI",
            used_at=(UsedAt("src/run.py", 4, "client.chat.completions.create", "openai.OpenAI"),),
        ),
        model=GPT4,
        entry="chat",
    ),
    Use(
        Location("src/app.py", 9, 11, 9, 17),
        Span(9, 15),
        ModelRef("gpt-4o", "gpt-4o", "openai", known=True),
        Role.SELECTS,
        "constant MODEL",
        Context(),
        model=GPT4O,
    ),
    Use(
        Location("nb.ipynb", 7, 2, 7, 9, cell=2),
        Span(1, 8),
        ModelRef("gpt-{}", None, None),
        Role.SELECTS,
        "computed",
        Context(),
        dynamic=True,
    ),
    Use(
        Location(NOT_UTF8, 1, 1, 1, 9),
        Span(0, 8),
        ModelRef("=cmd|' /C calc'!A0", None, None),
        Role.MENTIONS,
        f"prose {HOSTILE}",
        Context(place=Place.PROSE),
    ),
)

REPORT = Report(
    as_of=date(2026, 11, 21),
    catalog=CatalogFacts(date(2026, 11, 20), 1021),
    findings=FINDINGS,
    uses=USES,
    files=120,
    seconds=0.2149,
    notes=("no manifest found",),
    errors=("the cache of the catalog is damaged",),
    rules=RULES,
)
CLEAN = Report(as_of=date(2026, 11, 21), catalog=CatalogFacts(date(2026, 11, 20), 1021), uses=USES[:1], files=3)
NOTHING = Report(as_of=date(2026, 11, 21), catalog=CatalogFacts(date(2026, 11, 20), 1021, stale=True))
