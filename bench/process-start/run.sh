#!/usr/bin/env bash
# Measures how long an AWS SDK waits for `lanyard credential-process` with a warm cache, beside an empty program that links the same
# frameworks, the AWS CLI and the AWS SDK for JavaScript. Writes RESULTS.md and results.json.
#   bench/process-start/run.sh [--rounds N] [--runs N] [--no-build]
# It needs hyperfine, aws (the AWS CLI v2) and node; what is missing of the last two is left out of the table.
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rounds=12 runs=10 build=true
while (($# > 0)); do
  case $1 in
    --rounds) rounds=$2; shift ;;
    --runs) runs=$2; shift ;;
    --no-build) build=false ;;
    *) echo "run.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
  shift
done
here=$PWD/bench/process-start
out=$PWD/artifacts/bench
lanyard=$PWD/artifacts/ship/linux-x64/lanyard
clients=$PWD/tests/Lanyard.EndToEnd/clients
mkdir -p "$out"

if $build; then
  bench/build.sh
  if command -v npm >/dev/null; then
    npm --prefix "$clients" ci --silent --ignore-scripts --no-audit --no-fund
  fi
fi

# A home folder's path as short as people's are: the runtime takes a longer way with a path of 85 characters and more.
warm=$(mktemp -d /tmp/lb.XXXXXX)
trap 'rm -rf "$warm"' EXIT
"$here/warm.sh" "$lanyard" "$warm"
plan=$(cat "$warm/plan")
mapfile -t variables <"$warm/env"

# Name, tab, command. The empty program comes first: the others are compared with it.
commands=$out/commands.tsv
{
  printf '%s\t%s\n' 'empty program, same frameworks' "$out/empty/empty"
  printf '%s\t%s\n' 'the same as native code' "$out/empty-native/empty"
  printf '%s\t%s\n' 'lanyard credential-process --profile' "$lanyard credential-process --profile dev"
  printf '%s\t%s\n' 'lanyard credential-process --stage' "$lanyard credential-process --stage dev"
  printf '%s\t%s\n' 'lanyard credential-process --plan' "$lanyard credential-process --plan $plan"
  aws=$(PATH=/usr/local/bin:/usr/bin:/bin command -v aws || true)
  [[ -n $aws ]] && printf '%s\t%s\n' 'aws configure export-credentials' "$aws configure export-credentials --profile static"
  node=$(command -v node || true)
  [[ -n $node && -d $clients/node_modules ]] && printf '%s\t%s\n' 'node, AWS SDK default provider' "$node $here/node-default-provider.mjs $clients"
} >"$commands"

# The machine's own AWS_ variables stay outside.
env -i "${variables[@]}" AWS_PROFILE_FOR_NODE=static python3 "$here/measure.py" "$commands" "$rounds" "$runs" "$out/rounds" "$here"
