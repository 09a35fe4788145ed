"""A name and a version make one model of Azure, wherever the two stand; an unknown version makes it dynamic."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.config import Settings
from modelguard.types import Use


def uses(root: Path, files: dict[str, str]) -> list[Use]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return list(engine.inventory([root], settings=Settings(root=root), as_of=date(2026, 11, 21)).uses)


def ids(root: Path, files: dict[str, str]) -> list[tuple[str, str | None]]:
    return [(use.text, use.ref.id) for use in uses(root, files)]


_MODEL = 'resource "azurerm_cognitive_deployment" "a" {\n  model {\n    name    = %s\n    version = %s\n  }\n}\n'
_ARM = (
    '{"$schema": "https://schema.management.azure.com/schemas/x/deploymentTemplate.json#", "parameters": %s, "m": %s}'
)

CASES = [
    ("side by side", {"main.tf": _MODEL % ('"gpt-4o"', '"2024-08-06"')}, [("gpt-4o", "gpt-4o@2024-08-06")]),
    ("version in a variable of the file",
     {"main.tf": 'variable "rev" {\n  default = "2024-08-06"\n}\n' + _MODEL % ('"gpt-4o"', "var.rev")},
     [("gpt-4o", "gpt-4o@2024-08-06")]),
    ("version that is not known", {"main.tf": _MODEL % ('"gpt-4o"', "var.rev")}, [("gpt-4o", None)]),
    ("both in variables of the folder",
     {"main.tf": _MODEL % ("var.llm", "var.rev"),
      "variables.tf": 'variable "llm" {\n  default = "gpt-4o"\n}\nvariable "rev" {\n  default = "2024-08-06"\n}\n'},
     [("gpt-4o", "gpt-4o@2024-08-06")]),
    ("a local of the folder and a version at the resource",
     {"main.tf": _MODEL % ("local.llm", '"2024-08-06"'), "locals.tf": 'locals {\n  llm = "gpt-4o"\n}\n'},
     [("gpt-4o", "gpt-4o@2024-08-06")]),
    ("two resources with two versions",
     {"main.tf": _MODEL % ("var.llm", '"2024-08-06"') + _MODEL % ("var.llm", '"2024-11-20"'),
      "variables.tf": 'variable "llm" {\n  default = "gpt-4o"\n}\n'}, [("gpt-4o", None)]),
    ("a variable of another folder",
     {"a/main.tf": _MODEL % ("var.llm", '"2024-08-06"'), "b/variables.tf": 'variable "llm" {\n  default = "gpt-4o"\n}\n'},
     [("gpt-4o", "gpt-4o")]),
    ("names that say so", {"prod.tfvars": 'chat_model_name = "gpt-4o"\nchat_model_version = "2024-08-06"\n'},
     [("gpt-4o", "gpt-4o@2024-08-06")]),
    ("parameters that say so",
     {"main.bicep": "param chatModelName string = 'gpt-4o'\nparam chatModelVersion string = '2024-08-06'\n"},
     [("gpt-4o", "gpt-4o@2024-08-06")]),
    ("a module's parameters",
     {"main.bicep": "param llm string = 'gpt-4o'\nvar rev = '2024-08-06'\nmodule m 'ai.bicep' = {\n  params: {\n"
      "    deployments: [\n      { name: 'c', model: { format: 'OpenAI', name: llm, version: rev } }\n    ]\n  }\n}\n"},
     [("gpt-4o", "gpt-4o@2024-08-06")]),
    ("a parameter without a value",
     {"main.bicep": "param llm string = 'gpt-4o'\nparam rev string\nvar m = {\n  model: { name: llm, version: rev }\n}\n"},
     [("gpt-4o", None)]),
    ("parameters of a template",
     {"main.json": _ARM % ('{"llm": {"defaultValue": "gpt-4o"}, "rev": {"defaultValue": "2024-08-06"}}',
                           '{"model": {"name": "[parameters(\'llm\')]", "version": "[parameters(\'rev\')]"}}')},
     [("gpt-4o", "gpt-4o@2024-08-06")]),
    ("defaults of azd",
     {"main.parameters.json": _ARM % ('{"aModelName": {"value": "${A=gpt-4o}"}, "aModelVersion": {"value": "${B=2024-08-06}"}}', "1")},
     [("gpt-4o", "gpt-4o@2024-08-06")]),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_version_is_joined_to_its_name(
    files: dict[str, str], expected: list[tuple[str, str | None]], tmp_path: Path
) -> None:
    assert ids(tmp_path, files) == expected


def test_what_is_told_from_another_file_says_where(tmp_path: Path) -> None:
    files = {
        "main.tf": _MODEL % ("var.llm", '"2024-08-06"'),
        "variables.tf": 'variable "llm" {\n  default = "gpt-4o"\n}\n',
    }
    (use,) = uses(tmp_path, files)
    assert (use.location.path, use.location.line, use.ref.platform) == ("variables.tf", 2, "azure")
    assert use.reason == "deployed with its version in line 3 of main.tf"
    assert [(at.path, at.line) for at in use.context.used_at] == [("main.tf", 3)]


_CLIENT = (
    'from openai import AzureOpenAI\nAzureOpenAI(api_version="1").chat.completions.create(model="%s", messages=[])\n'
)
_DEPLOYED = (
    'resource "azurerm_cognitive_deployment" "a" {\n  name = "%s"\n  model {\n    name    = "gpt-4o"\n'
    '    version = "2024-08-06"\n  }\n}\n'
)


def resolved(root: Path, files: dict[str, str], path: str) -> list[tuple[str | None, bool, bool]]:
    found = [use for use in uses(root, files) if use.location.path == path]
    return [(use.ref.id, use.ref.opaque, use.exact) for use in found]


@pytest.mark.parametrize("name", ["gpt-4o-prod", "gpt-4o"])
def test_a_deployment_resolves_through_the_code_that_makes_it(name: str, tmp_path: Path) -> None:
    files = {"app.py": _CLIENT % name, "infra/main.tf": _DEPLOYED % name}
    assert resolved(tmp_path, files, "app.py") == [("gpt-4o@2024-08-06", True, False)]


def test_a_deployment_in_an_environment_file_resolves_too(tmp_path: Path) -> None:
    bicep = (
        "param n string = 'gpt-4o-prod'\nvar d = {\n  name: n\n  model: { name: 'gpt-4o', version: '2024-08-06' }\n}\n"
    )
    files = {".env": "AZURE_OPENAI_DEPLOYMENT=gpt-4o-prod\n", "main.bicep": bicep}
    assert resolved(tmp_path, files, ".env") == [("gpt-4o@2024-08-06", True, False)]


def test_a_deployment_is_not_what_its_name_looks_like(tmp_path: Path) -> None:
    listed = "deployments:\n  - name: gpt-4\n    model:\n      format: OpenAI\n      name: gpt-4o\n"
    files = {"app.py": _CLIENT % "gpt-4", "infra/ai.yaml": listed}
    assert resolved(tmp_path, files, "app.py") == [("gpt-4o", True, False)]


def test_parameters_say_what_a_deployment_deploys(tmp_path: Path) -> None:
    values = '{"aDeploymentName": {"value": "gpt-4"}, "aModelName": {"value": "gpt-4o"}, "aModelVersion": {"value": "2024-08-06"}}'
    files = {"app.py": _CLIENT % "gpt-4", "main.parameters.json": _ARM % (values, "1")}
    assert resolved(tmp_path, files, "app.py") == [("gpt-4o@2024-08-06", True, False)]


def test_a_version_that_is_not_known_leaves_the_name_opaque(tmp_path: Path) -> None:
    bicep = "param rev string\nvar d = {\n  name: 'gpt-4'\n  model: { name: 'gpt-4o', version: rev }\n}\n"
    assert resolved(tmp_path, {"app.py": _CLIENT % "gpt-4", "a.bicep": bicep}, "app.py") == [(None, True, True)]


def test_a_name_with_two_models_stays_opaque(tmp_path: Path) -> None:
    other = (_DEPLOYED % "gpt-4o-prod").replace("2024-08-06", "2024-11-20")
    files = {"app.py": _CLIENT % "gpt-4o-prod", "a/main.tf": _DEPLOYED % "gpt-4o-prod", "b/main.tf": other}
    assert resolved(tmp_path, files, "app.py") == [(None, True, True)]


def test_the_same_name_elsewhere_is_no_deployment(tmp_path: Path) -> None:
    code = 'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o", messages=[])\n'
    assert resolved(tmp_path, {"app.py": code, "main.tf": _DEPLOYED % "gpt-4o"}, "app.py") == [("gpt-4o", False, True)]


def _messages(root: Path, files: dict[str, str], rule: str) -> list[str]:
    for path, text in files.items():
        (root / path).write_text(text)
    report = engine.check([root], settings=Settings(root=root), as_of=date(2026, 11, 21))
    return [finding.message for finding in report.findings if finding.rule == rule]


_MANIFEST = "version: 1\nmodels:\n  chat: {owner: a, model: openai/gpt-4.1-2025-04-14}\n"


@pytest.mark.parametrize(
    ("path", "text", "by"),
    [
        (".env", "CHAT_MODEL=gpt-4o-2024-08-06\n", "an environment file"),
        (".env.example", "CHAT_MODEL=gpt-4o-2024-08-06\n", "copies of this example"),
        ("main.tf", _MODEL % ('"gpt-4o"', '"2024-08-06"'), "Terraform"),
        ("main.bicep", "param chatModel string = 'gpt-4o'\n", "Bicep"),
        ("values.yaml", "model: gpt-4o-2024-08-06\n", "Kubernetes"),
        (
            "compose.yaml",
            "services:\n  a:\n    image: x\n    environment:\n      MODEL: gpt-4o-2024-08-06\n",
            "Docker Compose",
        ),
    ],
)
def test_what_deploys_an_undeclared_model_is_named(path: str, text: str, by: str, tmp_path: Path) -> None:
    (message,) = _messages(tmp_path, {"models.yaml": _MANIFEST, path: text}, "MG108")
    assert f" is deployed by {by} and no entry of models.yaml declares " in message


def test_the_name_of_a_deployment_is_not_judged_beside_its_model(tmp_path: Path) -> None:
    files = {"models.yaml": _MANIFEST, "main.tf": _DEPLOYED % "gpt-4o"}
    assert len(_messages(tmp_path, files, "MG108")) == 1
    assert _messages(tmp_path, files, "MG102") == []


def test_an_azure_model_without_a_version_is_told_to_name_it(tmp_path: Path) -> None:
    (message,) = _messages(tmp_path, {"main.bicep": "var d = {\n  model: { name: 'gpt-4o' }\n}\n"}, "MG102")
    assert message.endswith("name its version beside it, or under `deployments` in the manifest or the settings.")
