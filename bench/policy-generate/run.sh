#!/usr/bin/env bash
# Measures `lanyard policy generate` of a template with 500 resources as a whole process, beside an empty program that links the same frameworks.
# Writes RESULTS.md and results.json.
#   bench/policy-generate/run.sh [--runs N] [--no-build]
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
runs=40 build=true
while (($# > 0)); do
  case $1 in
    --runs) runs=$2; shift ;;
    --no-build) build=false ;;
    *) echo "run.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
  shift
done
here=$PWD/bench/policy-generate
out=$PWD/artifacts/bench
lanyard=$PWD/artifacts/ship/linux-x64/lanyard
mkdir -p "$out"

! $build || bench/build.sh

# A home folder's path as short as people's are: the runtime takes a longer way with a path of 85 characters and more.
home=$(mktemp -d /tmp/lb.XXXXXX)
trap 'rm -rf "$home"' EXIT
for count in 1 50 500; do
  python3 "$here/template.py" "$count" > "$home/$count.json"
done
python3 "$here/measure.py" "$lanyard" "$out" "$home" "$runs" "$here"
