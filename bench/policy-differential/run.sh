#!/usr/bin/env bash
# Compares the policy engine with the naive evaluator of tests/Lanyard.NaivePolicy on generated scenarios, a million if not told otherwise,
# on all cores. Prints each difference with the smallest scenario that shows it, and fails if there is one.
#   bench/policy-differential/run.sh [--seed N] [--count N]
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seed=20261128 count=1000000
while (($# > 0)); do
  case $1 in
    --seed) seed=$2; shift ;;
    --count) count=$2; shift ;;
    *) echo "run.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
  shift
done
dotnet build bench/policy-differential -c Release -v quiet
bench/policy-differential/bin/Release/net10.0/Lanyard.Bench.PolicyDifferential fuzz "$seed" "$count"
