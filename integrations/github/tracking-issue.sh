#!/usr/bin/env bash
# Keep one issue that says which models in use retire soon: opened, updated in place, closed when all is well.
# Reads GH_TOKEN, GITHUB_REPOSITORY, MODELGUARD_ARGS (optional); needs `gh` and `modelguard`.
set -uo pipefail

title="Models in use that retire soon"
label="modelguard"
body="$(mktemp)"
trap 'rm -f "$body"' EXIT
arguments=()
while IFS= read -r word; do
  [[ -n "$word" ]] && arguments+=("$word")
done < <(tr -s '[:space:]' '\n' <<<"${MODELGUARD_ARGS:-}")

code=0
modelguard deprecations ${arguments[@]+"${arguments[@]}"} --issue >"$body" || code=$?
cat "$body" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
if ((code > 1)); then
  echo "::error title=modelguard::the providers' pages could not vouch for every model in use (exit $code): see the log"
  exit "$code"
fi

number="$(gh issue list --label "$label" --state open --limit 1 --json number --jq '.[0].number // empty')" || exit 2
if ((code == 1)); then
  if [[ -n "$number" ]]; then
    gh issue edit "$number" --title "$title" --body-file "$body"
  else
    gh label create "$label" --description "Kept by modelguard" >/dev/null 2>&1 || true
    gh issue create --title "$title" --label "$label" --body-file "$body"
  fi
elif [[ -n "$number" ]]; then
  gh issue close "$number" --comment "Nothing in use retires soon."
fi
