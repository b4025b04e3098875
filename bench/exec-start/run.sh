#!/usr/bin/env bash
# Measures how long `lanyard exec` takes to the start of its command with a warm cache, beside an empty program that links the same
# frameworks. Writes RESULTS.md and results.json.
#   bench/exec-start/run.sh [--runs N] [--no-build]
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
runs=60 build=true
while (($# > 0)); do
  case $1 in
    --runs) runs=$2; shift ;;
    --no-build) build=false ;;
    *) echo "run.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
  shift
done
here=$PWD/bench/exec-start
start=$PWD/bench/process-start
out=$PWD/artifacts/bench
lanyard=$PWD/artifacts/ship/linux-x64/lanyard
mkdir -p "$out"

! $build || bench/build.sh

# A home folder's path as short as people's are: the runtime takes a longer way with a path of 85 characters and more.
warm=$(mktemp -d /tmp/lb.XXXXXX)
trap 'rm -rf "$warm"' EXIT
"$start/warm.sh" "$lanyard" "$warm"
python3 "$here/measure.py" "$lanyard" "$out" "$warm" "$runs" "$here"
