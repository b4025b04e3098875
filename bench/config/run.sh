#!/usr/bin/env bash
# Measures how long a config file of 1,000 profiles takes to read and a plan to work out, beside botocore and the AWS SDK for JavaScript
# on the same files, and what becomes of 10 MB that were made to be slow. Writes RESULTS.md.
#   bench/config/run.sh [--runs N]
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
runs=60
while (($# > 0)); do
  case $1 in
    --runs) runs=$2; shift ;;
    *) echo "run.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
  shift
done
here=$PWD/bench/config
out=$PWD/artifacts/bench/config
clients=$PWD/tests/Lanyard.EndToEnd/clients
rm -rf "$out"
mkdir -p "$out"

dotnet build "$here" -c Release -v quiet
program=$here/bin/Release/net10.0/Lanyard.Bench.Config
"$program" files "$out/home"
[[ -d $clients/node_modules ]] || npm --prefix "$clients" ci --silent --ignore-scripts --no-audit --no-fund

# Peers and ours in one run; both peers are warm when they are timed, as BenchmarkDotNet's code is.
{
  PATH=/usr/bin:/bin python3 "$here/botocore_loader.py" "$out/home" "$runs"
  node "$here/js-loader.mjs" "$clients" "$out/home" "$runs"
} >"$out/peers.tsv"
"$program" --filter '*' --job short --exporters json --artifacts "$out/benchmarks" >"$out/benchmarks.log"
python3 "$here/report.py" "$out" "$here/RESULTS.md"
