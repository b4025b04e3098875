#!/usr/bin/env bash
# Measures how many decisions a second the policy engine makes on one core, beside @cloud-copilot/iam-simulate on the same scenarios in the
# same run, and what one reading of a scenario costs. Writes RESULTS.md. The peer is AGPL: it is installed into artifacts/ and stays there.
#   bench/policy-engine/run.sh [--rounds N]
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rounds=7
while (($# > 0)); do
  case $1 in
    --rounds) rounds=$2; shift ;;
    *) echo "run.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
  shift
done
here=$PWD/bench/policy-engine
out=$PWD/artifacts/bench/policy-engine
peer=@cloud-copilot/iam-simulate@0.1.173
mkdir -p "$out/npm"

dotnet build "$here" -c Release -v quiet
program=$here/bin/Release/net10.0/Lanyard.Bench.PolicyEngine
rm -rf "$out/scenarios"
"$program" files "$out/scenarios"
[[ -d $out/npm/node_modules/@cloud-copilot/iam-simulate ]] || npm --prefix "$out/npm" install --silent --ignore-scripts --no-audit --no-fund --no-save "$peer"

# Both on the same core and no other, one after the other.
taskset -c 0 "$program" measure "$out/scenarios" "$rounds" >"$out/lanyard.tsv"
taskset -c 0 node "$here/peer.mjs" "$out/npm" "$out/scenarios" "$rounds" >"$out/peer.tsv"
python3 "$here/report.py" "$out" "$here/RESULTS.md"
