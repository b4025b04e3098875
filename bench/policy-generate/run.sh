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

if $build; then
  ./publish.sh
  # The very settings of publish.sh, from the same Ship.props.
  dotnet publish bench/process-start/Empty -c Release -r linux-x64 -o "$out/empty" -v quiet \
    -p:Ship=true -p:NuGetLockFilePath=obj/ship.lock.json \
    -p:DebugType=none -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false
fi

# A home folder's path as short as people's are: the runtime takes a longer way with a path of 85 characters and more.
home=$(mktemp -d /tmp/lb.XXXXXX)
trap 'rm -rf "$home"' EXIT
for count in 1 50 500; do
  python3 "$here/template.py" "$count" > "$home/$count.json"
done
python3 "$here/measure.py" "$lanyard" "$out/empty/empty" "$home" "$runs" "$here"
