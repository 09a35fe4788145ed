#!/usr/bin/env bash
# Install modelguard into a virtual environment of its own and put it on the PATH of the next steps.
# Reads MODELGUARD_VERSION (may be empty), MODELGUARD_ACTION; sets GITHUB_PATH.
set -euo pipefail

home="$RUNNER_TEMP/modelguard"
if [[ -n "${MODELGUARD_VERSION:-}" && ! "$MODELGUARD_VERSION" =~ ^[0-9][0-9A-Za-z.+!-]*$ ]]; then
  echo "::error title=modelguard::the input 'version' must be a version such as 1.2.3"
  exit 2
fi
python="$(command -v python3 || command -v python)"
"$python" -m venv "$home"
bin="$home/bin"
[[ -d "$bin" ]] || bin="$home/Scripts" # Windows
"$bin/python" -m pip install --quiet --disable-pip-version-check \
  "${MODELGUARD_VERSION:+modelguard-lint==}${MODELGUARD_VERSION:-$MODELGUARD_ACTION}"
echo "$bin" >>"$GITHUB_PATH"
