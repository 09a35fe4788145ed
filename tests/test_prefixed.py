"""A router's prefix is enough: what stands behind ``azure/`` or ``openrouter/`` need not look like a model."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.cli._common import settings_for

DAY = date(2026, 11, 21)


def found(root: Path, name: str, text: str) -> list[tuple[str, str, str | None]]:
    (root / name).write_text(text, "utf-8")
    report = engine.inventory([root], settings=settings_for((root,), None), as_of=DAY)
    return [(use.text, use.role.value, use.ref.platform) for use in report.uses]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", 'import litellm\nlitellm.completion(model="{}")\n'),
        ("a.ts", 'const r = await completion({{ model: "{}" }});\n'),
        ("config.yaml", "model_list:\n  - model_name: chat\n    litellm_params:\n      model: {}\n"),
        (".env", "LITELLM_MODEL={}\n"),
    ],
)
@pytest.mark.parametrize(
    ("id", "platform"), [("azure/our-chat", "azure"), ("openrouter/acme/some-model", "openrouter")]
)
def test_a_name_behind_a_prefix_is_a_use(name: str, text: str, id: str, platform: str, tmp_path: Path) -> None:
    assert found(tmp_path, name, text.format(id)) == [(id, "selects", platform)]


@pytest.mark.parametrize(
    "text",
    [
        'if (path.includes("azure/deployments")) run();\n',
        'import x from "azure/storage";\n',
        'steps.push({ uses: "azure/login@v2" });\n',
        'const folder = "infra/azure/main";\n',
    ],
)
def test_a_path_that_begins_alike_is_none(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, "a.ts", text) == []
