#!/usr/bin/env bash
# Makes a warm cache the way a person would: a sandbox, a sign-in, one resolve of each kind. Then the sandbox is stopped, so that
# whatever answers afterwards has made no call. Writes to FOLDER: env (the environment to run in), plan (the id of a stored plan).
#   warm.sh LANYARD FOLDER
set -euo pipefail
lanyard=$1 folder=$2
rm -rf "$folder"
mkdir -p "$folder/home/.aws" "$folder/project"
clean=(env -i "PATH=/usr/local/bin:/usr/bin:/bin" "HOME=$folder/home" USER=bench LANG=C.UTF-8)

"${clean[@]}" "$lanyard" sandbox start >"$folder/sandbox.sh" 2>"$folder/sandbox.log" &
sandbox=$!
trap 'kill "$sandbox" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  grep -q 'listens on' "$folder/sandbox.log" && break
  kill -0 "$sandbox" || { cat "$folder/sandbox.log" >&2; exit 1; }
  sleep 0.1
done
value() { sed -n "s/^export $1=//p" "$folder/sandbox.sh"; }
endpoint=$(value AWS_ENDPOINT_URL)

# The sandbox takes its home along when it ends, so its files are copied into ours.
home=$(dirname "$(value LANYARD_FILE)")
cp "$home/.aws/config" "$home/.aws/credentials" "$folder/home/.aws/"
cp "$home/lanyard.yaml" "$folder/project/"
mkdir -p "$folder/home/.local/state/lanyard"
cp "$home/lanyard/state/met" "$folder/home/.local/state/lanyard/"
printf '[static]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n' >>"$folder/home/.aws/credentials"
cat >"$folder/env" <<VARIABLES
PATH=/usr/local/bin:/usr/bin:/bin
HOME=$folder/home
USER=bench
LANG=C.UTF-8
AWS_EC2_METADATA_DISABLED=true
LANYARD_FILE=$folder/project/lanyard.yaml
VARIABLES
mapfile -t variables <"$folder/env"
# As with AWS itself, no endpoint is set: the proxy leads AWS's own names into the sandbox.
inside=(env -i "${variables[@]}" "HTTPS_PROXY=$endpoint" "NO_PROXY=127.0.0.1,localhost" "AWS_CA_BUNDLE=$(value AWS_CA_BUNDLE)")

"${inside[@]}" "BROWSER=$home/browser" "$lanyard" login --profile dev >"$folder/login.log" 2>&1
"${inside[@]}" "$lanyard" credential-process --profile dev >/dev/null
"${inside[@]}" "$lanyard" credential-process --stage dev >/dev/null
# A plan is there while its `exec` runs; a copy of it outlasts that.
run=$folder/home/.cache/lanyard/run
"${inside[@]}" "$lanyard" exec --profile dev --via process -- \
  sh -c 'sed -n "s/.*--plan \"\{0,1\}\([0-9a-f]\{32\}\).*/\1/p" "$AWS_CONFIG_FILE" | head -n 1 >"$1"; cp -a "$2" "$2.kept"' - "$folder/plan" "$run"
rm -rf "$run"
mv "$run.kept" "$run"
kill "$sandbox"
wait "$sandbox" || true
trap - EXIT
if curl --silent --max-time 2 "$endpoint" >/dev/null 2>&1; then
  echo "warm.sh: something still answers at $endpoint" >&2
  exit 1
fi
