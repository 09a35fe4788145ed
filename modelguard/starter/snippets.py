"""What ``init`` offers beside the manifest: the pre-commit hooks, a CI job, settings."""

from __future__ import annotations

from modelguard import __version__

REPOSITORY = "https://github.com/modelguard/modelguard"

HOOKS = f"""\
repos:
  - repo: {REPOSITORY}
    rev: v{__version__}
    hooks:
      - id: modelguard
      - id: modelguard-manifest
"""

GITHUB = f"""\
name: modelguard

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install modelguard-lint=={__version__}
      - run: modelguard check --format github
"""

GITLAB = f"""\
modelguard:
  image: python:3.13-slim
  variables:
    GIT_DEPTH: "0"
  script:
    - pip install modelguard-lint=={__version__}
    - modelguard check --format gitlab -o gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""

SETTINGS = """\
[tool.modelguard]
manifest = "models.yaml"
fail-on = "error"
"""

CI = {"github": (".github/workflows/modelguard.yml", GITHUB), "gitlab": (".gitlab-ci.yml", GITLAB)}
