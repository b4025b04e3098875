#!/usr/bin/env bash
# Measures how many requests a second `lanyard serve container` answers, and how late, beside a plain Kestrel that answers the same bytes
# and looks at nothing. Writes RESULTS.md and results.json.
#   bench/container-endpoint/run.sh [--rounds N] [--seconds N] [--memory-minutes N] [--no-build]
# It needs wrk and curl (Debian: apt-get install wrk curl).
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rounds=8 seconds=5 minutes=10 build=true
while (($# > 0)); do
  case $1 in
    --rounds) rounds=$2; shift ;;
    --seconds) seconds=$2; shift ;;
    --memory-minutes) minutes=$2; shift ;;
    --no-build) build=false ;;
    *) echo "run.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
  shift
done
here=$PWD/bench/container-endpoint
out=$PWD/artifacts/bench
lanyard=$PWD/artifacts/ship/linux-x64/lanyard
plain=$out/plain/plain
mkdir -p "$out"

if $build; then
  ./publish.sh
  # The very settings of publish.sh, from the same Ship.props.
  dotnet publish "$here/Plain" -c Release -r linux-x64 -o "$out/plain" -v quiet \
    -p:Ship=true -p:NuGetLockFilePath=obj/ship.lock.json \
    -p:DebugType=none -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false
fi

# A session that was got the real way, and nothing left that could answer a call.
warm=$(mktemp -d /tmp/lb.XXXXXX)
servers=()
trap '((${#servers[@]} == 0)) || kill "${servers[@]}" 2>/dev/null || true; rm -rf "$warm"' EXIT
bench/process-start/warm.sh "$lanyard" "$warm"
mapfile -t variables <"$warm/env"

env -i "${variables[@]}" "$lanyard" serve container --profile dev >"$warm/serve.sh" 2>"$warm/serve.log" &
servers+=($!)
for _ in $(seq 100); do grep -q Ctrl+C "$warm/serve.log" && break; sleep 0.1; done
value() { sed -n "s/^export $1=//p" "$warm/serve.sh"; }
url=$(value AWS_CONTAINER_CREDENTIALS_FULL_URI)
# The token stays off command lines: wrk reads it from a script.
printf 'wrk.headers["Authorization"] = "%s"\n' "$(value AWS_CONTAINER_AUTHORIZATION_TOKEN)" >"$warm/token.lua"
printf 'header = "Authorization: %s"\n' "$(value AWS_CONTAINER_AUTHORIZATION_TOKEN)" >"$warm/curlrc"
curl --silent --fail --config "$warm/curlrc" "$url" >"$warm/body"

env -i "${variables[@]}" "$plain" "$warm/body" >"$warm/plain.log" 2>&1 &
servers+=($!)
for _ in $(seq 100); do [[ -s $warm/plain.log ]] && break; sleep 0.1; done
other=$(head -n 1 "$warm/plain.log")/
cmp "$warm/body" <(curl --silent --fail "$other")

python3 "$here/measure.py" "$url" "$other" "$warm/token.lua" "$rounds" "$seconds" "$minutes" "${servers[0]}" "$here" "$lanyard"
