"""What configuration and infrastructure files say of models, through the whole pipeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.config import Settings
from modelguard.types import Use


def uses(root: Path, path: str, text: str) -> list[Use]:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)
    return list(engine.inventory([root], settings=Settings(root=root), as_of=date(2026, 11, 21)).uses)


def roles(root: Path, path: str, text: str) -> list[tuple[str, str]]:
    """Texts and roles of all uses but mentions."""
    found = [(use.text, use.role.value) for use in uses(root, path, text)]
    return [item for item in found if item[1] != "mentions"]


_CFN = "AWSTemplateFormatVersion: '2010-09-09'\n"
_N8N = '{"nodes": [{"name": "gpt-4o", "type": "x", "parameters": %s}], "connections": {"gpt-4o": {}}}'
_ARM = '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/%s.json#", "parameters": %s}'

CASES = [
    ("defaults of azd", "infra/main.parameters.json",
     _ARM % ("deploymentParameters", '{"chatModel": {"value": "${CHAT_MODEL=gpt-4o}"}}'), [("gpt-4o", "selects")]),
    ("default of a parameter", "infra/main.json",
     _ARM % ("deploymentTemplate", '{"llm": {"defaultValue": "gpt-4o", "allowedValues": ["gpt-4o", "gpt-4.1"]}}'),
     [("gpt-4o", "selects"), ("gpt-4o", "declares"), ("gpt-4.1", "declares")]),
    ("default in a workflow's expression", ".github/workflows/a.yml",
     "jobs:\n  a:\n    env:\n      LLM: ${{ vars.LLM || 'gpt-4o' }}\n", [("gpt-4o", "selects")]),
    ("input of a workflow", ".github/workflows/a.yml",
     "on:\n  workflow_dispatch:\n    inputs:\n      model:\n        default: gpt-4o\n        options: [gpt-4o, gpt-4.1]\n"
     "jobs: {}\n", [("gpt-4o", "selects"), ("gpt-4o", "declares"), ("gpt-4.1", "declares")]),
    ("matrix of a workflow", ".github/workflows/a.yml",
     "on: push\njobs:\n  a:\n    strategy:\n      matrix:\n        model: [gpt-4o, gpt-4.1]\n",
     [("gpt-4o", "selects"), ("gpt-4.1", "selects")]),
    ("a branch is no model", ".github/workflows/a.yml", "on:\n  push:\n    branches: [gpt-4o]\njobs: {}\n", []),
    ("an ARN whose region is computed", "main.tf",
     'resource "x" "y" {\n  model_arn = "arn:aws:bedrock:${local.region}::foundation-model/anthropic.claude-v2"\n}\n',
     [("anthropic.claude-v2", "selects")]),
    ("a computed region before a profile", "stack.ts",
     "const modelId = `${prefix}.anthropic.claude-3-haiku-20240307-v1:0`;",
     [("anthropic.claude-3-haiku-20240307-v1:0", "selects")]),
    ("the tail of a joined ARN", "t.yaml",
     _CFN + 'Resources:\n  A:\n    Arn: !Join ["", ["arn:aws:bedrock:", !Ref R, "::foundation-model/anthropic.claude-v2"]]\n',
     [("anthropic.claude-v2", "selects")]),
    ("a substituted ARN", "t.yaml",
     _CFN + "Resources:\n  A:\n    ModelArn: !Sub arn:aws:bedrock:${AWS::Region}::foundation-model/anthropic.claude-v2\n",
     [("anthropic.claude-v2", "selects")]),
    ("default of a template's parameter", "t.yaml",
     _CFN + "Parameters:\n  Llm:\n    Default: anthropic.claude-v2\n    AllowedValues: [anthropic.claude-v2]\n",
     [("anthropic.claude-v2", "selects"), ("anthropic.claude-v2", "declares")]),
    ("a policy permits", "t.yaml",
     _CFN + "Resources:\n  A:\n    Statement:\n      - Resource: arn:aws:bedrock:*::foundation-model/anthropic.claude-v2\n",
     [("anthropic.claude-v2", "declares")]),
    ("a node's parameter", "flow.json", _N8N % '{"modelId": {"value": "gpt-4o", "cachedResultName": "GPT-4O"}}',
     [("gpt-4o", "selects")]),
    ("a node's expression", "flow.json", _N8N % '{"model": "=gpt-4o"}', [("gpt-4o", "selects")]),
    ("the body a node sends", "flow.json",
     _N8N % '{"jsonBody": "={{ JSON.stringify({ model: \'gpt-4o\', prompt: x }) }}"}', [("gpt-4o", "selects")]),
    ("the address a node calls", "flow.json",
     _N8N % '{"url": "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent"}',
     [("gemini-2.0-flash", "selects")]),
    ("a note of a node", "flow.json", _N8N % '{"content": "curl -d \'{\\"model\\": \\"gpt-4o\\"}\'"}', []),
    ("a named pair", "task.json", '{"environment": [{"name": "CHAT_MODEL", "value": "gpt-4o"}]}', [("gpt-4o", "selects")]),
    ("a labelled choice", "ui.json", '{"options": [{"name": "gpt-4o", "value": "gpt-4o"}, {"name": "gpt-4", "value": "gpt-4"}]}',
     [("gpt-4o", "declares"), ("gpt-4o", "declares"), ("gpt-4", "declares"), ("gpt-4", "declares")]),
    ("what a provider offers", "node.json",
     '{"provider": "openai", "model": "gpt-4o", "options": ["gpt-4o", "gpt-4.1", "gpt-4"]}',
     [("gpt-4o", "selects"), ("gpt-4o", "declares"), ("gpt-4.1", "declares"), ("gpt-4", "declares")]),
    ("two texts glued together", "two.json", '{"model": "gpt-4o"}\n{"model": "gpt-4.1"}',
     [("gpt-4o", "selects"), ("gpt-4.1", "selects")]),
    ("a partly known value", "a.yaml", "model: gpt-${VERSION}\n", [("gpt-{}", "selects")]),
    ("a table of PowerShell", "set.ps1", "$d = @{\n  CHAT_MODEL = 'gpt-4o'\n}\n$Model = \"gpt-4.1\"\n",
     [("gpt-4o", "selects"), ("gpt-4.1", "selects")]),
    ("a table of bash", "set.sh", 'declare -A d=(\n  [CHAT_MODEL]="gpt-4o"\n)\n', [("gpt-4o", "selects")]),
    ("only the name of what is filled in says model", "a.yaml", "gpt_score: ${gpt4_judge.output}\n", []),
    ("a variable named for what it configures", "a.yaml", "env:\n  - name: K8SGPT_MODEL\n    value: gpt-4o\n",
     [("gpt-4o", "selects")]),
    ("a file of requests", "a.http", '@model = gpt-4o\nPOST https://x/v1/chat\n\n{"model": "gpt-4.1"}\n',
     [("gpt-4o", "selects"), ("gpt-4.1", "selects")]),
    ("a list in one value", ".env", "OPENAI_MODELS=gpt-4o,gpt-4o-mini,gpt-4-turbo\n",
     [("gpt-4o", "declares"), ("gpt-4o-mini", "declares"), ("gpt-4-turbo", "declares")]),
    ("a chain in one value", ".env", "FALLBACK_MODELS=gpt-4o, gpt-4.1\n", [("gpt-4o", "selects"), ("gpt-4.1", "selects")]),
    ("an example of an API", "openapi.yaml",
     "openapi: 3.0.0\npaths:\n  /x:\n    schema:\n      properties:\n        model: {example: gpt-4o, enum: [gpt-4o]}\n"
     "      example: {model: gpt-4o}\n", [("gpt-4o", "declares")]),
    ("what judges for promptfoo", "promptfooconfig.yaml",
     "prompts: [a]\nproviders: [openai:chat:gpt-4o]\ndefaultTest:\n  options:\n    provider: openai:gpt-4.1\n",
     [("gpt-4o", "selects"), ("gpt-4.1", "selects")]),
    ("a Makefile", "Makefile", "MODEL ?= gpt-4o\n", [("gpt-4o", "selects")]),
    ("what a script sets elsewhere", "set.sh", "azd env set CHAT_MODEL gpt-4o\n", [("gpt-4o", "selects")]),
    ("a document in a script", "set.sh", "kubectl apply -f - <<X\nspec:\n  model: gpt-4o\nX\n", [("gpt-4o", "selects")]),
    ("a pulled model", "Dockerfile", "FROM ollama/ollama\nRUN ollama serve & ollama pull llama3.2\n",
     [("llama3.2", "selects")]),
    ("what is only printed", "a.sh", 'echo "run: ollama pull llama3.2"\n', []),
    ("an example file", "values.yaml.example", "model: gpt-4o\n", [("gpt-4o", "selects")]),
    ("an example of variables", "terraform.tfvars.example", 'chat_model = "gpt-4o"\n', [("gpt-4o", "selects")]),
    ("a test project", "src/App.Tests/Data/a.json", '{"model": "gpt-4o"}', [("gpt-4o", "test")]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_configuration_says_what_it_does_with_a_model(
    path: str, text: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert roles(tmp_path, path, text) == expected


_CHART = """\
{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "chart.name" . }}
  labels:
    {{- include "chart.labels" . | nindent 4 }}
spec:
  containers:
    - name: {{ .Chart.Name }}
      image: "x/gpt-4o:{{ .Values.tag }}"
      env:
        {{- range $key, $value := .Values.env }}
        - name: {{ $key }}
          value: {{ $value | quote }}
        {{- end }}
        - name: CHAT_MODEL
          value: {{ .Values.model | default "gpt-4o" | quote }}
        - name: FALLBACK_MODEL
          value: "{{ default "gpt-4.1" .Values.fallback }}"
        - name: PARTLY_MODEL
          value: gpt-{{ .Values.version }}
        {{- if .Values.big }}
        - name: BIG_MODEL
          value: o3
        {{- end }}
{{- end }}
"""


def test_a_chart_is_read_as_it_is_rendered(tmp_path: Path) -> None:
    found = [(use.text, use.ref.id, use.context.name) for use in uses(tmp_path, "templates/a.yaml", _CHART)]
    assert found == [
        ("gpt-4o", "gpt-4o", "CHAT_MODEL"),
        ("gpt-4.1", "gpt-4.1", "FALLBACK_MODEL"),
        ("gpt-{}", None, "PARTLY_MODEL"),
        ("o3", "o3", "BIG_MODEL"),
    ]


def test_the_columns_of_a_chart_are_the_files(tmp_path: Path) -> None:
    lines = _CHART.splitlines()
    for use in uses(tmp_path, "templates/a.yaml", _CHART):
        if not use.dynamic:
            line = lines[use.location.line - 1]
            assert line[use.location.column - 1 :].startswith(use.text)


def test_a_template_is_nobodys_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: {{ x }}\n{{ y }}: {{ z\nmodel: gpt-4o\n")
    report = engine.check([tmp_path], settings=Settings(root=tmp_path), as_of=date(2026, 11, 21))
    assert [finding for finding in report.findings if finding.rule == "MG901"] == []
    assert [use.text for use in report.uses] == ["gpt-4o"]


def test_the_keys_around_a_name_that_many_serve_say_who_serves_it(tmp_path: Path) -> None:
    found = uses(tmp_path, "application.yml", "spring:\n  ai:\n    ollama:\n      chat:\n        model: mistral\n")
    assert [(use.ref.platform, use.ref.id, use.role.value) for use in found] == [("ollama", "mistral", "selects")]


def test_a_sibling_does_not_take_a_model_from_its_maker(tmp_path: Path) -> None:
    found = uses(tmp_path, "a.yaml", "provider: openai\nmodel: deepseek-chat\n")
    assert [(use.ref.platform, use.ref.served) for use in found] == [("deepseek", True)]


def test_litellm_writes_a_version_of_azure_as_a_date(tmp_path: Path) -> None:
    text = (
        "model_list:\n  - model_name: a\n    litellm_params: {model: azure/my-deployment}\n"
        "    model_info: {base_model: azure/gpt-4o-2024-08-06}\n"
    )
    found = [use for use in uses(tmp_path, "config.yaml", text) if use.context.name == "base_model"]
    assert [(use.text, use.ref.id) for use in found] == [("azure/gpt-4o-2024-08-06", "gpt-4o@2024-08-06")]
