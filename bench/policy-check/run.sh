#!/usr/bin/env bash
# Measures how long it takes to check all of AWS's managed policies against all rules: in one process that has warmed up, with one thread and
# with two, and by `lanyard policy check` as a process of its own with one file, and with all of them. Writes the table of RESULTS.md.
#   bench/policy-check/run.sh [--rounds N] [--lanyard PROGRAM]
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rounds=7 lanyard=$PWD/artifacts/ship/linux-x64/lanyard
while (($# > 0)); do
  case $1 in
    --rounds) rounds=$2; shift ;;
    --lanyard) lanyard=$2; shift ;;
    *) echo "run.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
  shift
done
here=$PWD/bench/policy-check
out=$PWD/artifacts/bench/policy-check
policies=$PWD/artifacts/managed-policies/package/dist/managedPolicies.json
mkdir -p "$out"
[[ -f $policies ]] || tests/managed-policies/run.sh >/dev/null

dotnet build "$here" -c Release -v quiet >&2
program=$here/bin/Release/net10.0/Lanyard.Bench.PolicyCheck
rm -rf "$out/policies"
"$program" files "$policies" "$out/policies"
"$program" measure "$policies" "$((rounds + 1))" >"$out/in-process.tsv"

# seconds FILE…: one line for each round; findings are expected, so that the exit status is 0 or 3.
seconds() {
  local start status
  for ((round = 0; round < rounds; round++)); do
    start=$EPOCHREALTIME status=0
    "$lanyard" policy check "$@" >/dev/null 2>"$out/errors" || status=$?
    ((status == 0 || status == 3)) || { cat "$out/errors" >&2; exit 1; }
    echo "$start $EPOCHREALTIME" | awk '{ printf "%.3f\n", $2 - $1 }'
  done
}

: >"$out/one.tsv" >"$out/all.tsv"
if [[ -x $lanyard ]]; then
  seconds "$out/policies/AmazonS3FullAccess.json" >"$out/one.tsv"
  seconds "$out"/policies/*.json >"$out/all.tsv"
fi
python3 "$here/report.py" "$out" "$here/RESULTS.md"
