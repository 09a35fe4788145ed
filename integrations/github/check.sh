#!/usr/bin/env bash
# Check, annotate, write the step summary and, if asked, SARIF; end with the exit code of the check.
# Reads MODELGUARD_ARGS, MODELGUARD_SARIF; writes GITHUB_OUTPUT and GITHUB_STEP_SUMMARY.
set -uo pipefail

arguments=()
while IFS= read -r word; do
  [[ -n "$word" ]] && arguments+=("$word")
done < <(tr -s '[:space:]' '\n' <<<"${MODELGUARD_ARGS:-}")

run() { # what we add stands last and so wins over the same option among the arguments
  modelguard check ${arguments[@]+"${arguments[@]}"} "$@"
}

code=0
run --format github || code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
((code == 2)) && exit 2

run --quiet --format markdown --exit-zero >>"$GITHUB_STEP_SUMMARY" 2>/dev/null
if [[ -n "${MODELGUARD_SARIF:-}" ]]; then
  run --quiet --format sarif --exit-zero --output "$MODELGUARD_SARIF" 2>/dev/null
  [[ -s "$MODELGUARD_SARIF" ]] && printf 'sarif-file=%s\n' "${MODELGUARD_SARIF//[$'\r\n']/}" >>"$GITHUB_OUTPUT"
fi
exit "$code"
