#!/usr/bin/env bash
# Every check a change has to pass, on a clean Debian or Ubuntu with the .NET 10 SDK. ./test.sh --help says how to run less.
# Its last line is always "N passed, N failed, N skipped".
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")"
exec </dev/null

# What links the program as it ships, and what the end-to-end tests use that isn't ours: the clients, a browser, a stopwatch, the shells that
# complete, what stops a process at a chosen system call, a desktop's keyring.
packages=(gcc libc6-dev awscli python3-boto3 chromium hyperfine bash-completion zsh fish strace gnome-keyring libsecret-1-0 libsecret-tools dbus)
npm_projects=(clients tools)
logs=artifacts/logs
results=artifacts/test-results

usage() {
  cat <<'TEXT'
usage: ./test.sh [--unit] [--no-install] [--filter EXPRESSION]

  --unit               only tests/Lanyard.Tests: no packages, no format check, no publish
  --no-install         install nothing; tests that miss a program skip themselves
  --filter EXPRESSION  only tests that match, as in 'dotnet test --filter'

With CI=true a skipped test fails the run, unless tests/skips.txt lists it with its reason.
Logs are in artifacts/logs, results in artifacts/test-results.
TEXT
}

unit=false
install=true
filter=()
while (($# > 0)); do
  case $1 in
    --unit) unit=true ;;
    --no-install) install=false ;;
    --filter)
      (($# > 1)) || { echo "test.sh: --filter needs an expression" >&2; exit 2; }
      filter=(--filter "$2")
      shift ;;
    -h | --help) usage; exit 0 ;;
    *) echo "test.sh: unknown option '$1'" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

# The developer's own identity must not reach a test.
unset "${!AWS_@}" "${!LANYARD_@}"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

# A compiler that stays up, and code that is compiled without counting its calls first: half of the time for building.
export UseSharedCompilation=true DOTNET_TieredPGO=0

passed=0 failed=0 skipped=0
refused=false
declare -A npm_pids=()
trap '((${#npm_pids[@]} == 0)) || kill "${npm_pids[@]}" 2>/dev/null || true; leave_no_compiler; printf "%d passed, %d failed, %d skipped\n" "$passed" "$failed" "$skipped"' EXIT

# A developer's compiler serves the next build too.
leave_no_compiler() {
  [[ ${CI:-} != true ]] || dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true
}

# begin NAME, then ended [WORD]: one line a step, with the seconds it took.
begin() {
  step=$1
  started=$SECONDS
  printf '%-22s' "$step"
}

ended() {
  printf '%4d s%s\n' $((SECONDS - started)) "${1:+  $1}"
}

note() {
  printf '%-22s   --   %s\n' "$1" "$2"
}

show_log() {
  tail -n 60 "$1" | sed 's/^/    /'
  echo "    (the whole log: $1)"
}

# run NAME COMMAND...: a step that must succeed. The command runs in this shell, so it may set variables.
run() {
  begin "$1"
  shift
  if "$@" >"$logs/$step.log" 2>&1; then
    ended
  else
    ended FAILED
    show_log "$logs/$step.log"
    exit 1
  fi
}

require_dotnet() {
  local version
  version=$(dotnet --version 2>/dev/null) && [[ $version == 10.* ]] && return
  echo "Lanyard needs the .NET 10 SDK, and 'dotnet --version' doesn't find it here. To install it:"
  # shellcheck source=/dev/null
  case $(. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_ID:-}") in
    "debian "*)
      # shellcheck source=/dev/null
      echo "  wget https://packages.microsoft.com/config/debian/$(. /etc/os-release && echo "$VERSION_ID")/packages-microsoft-prod.deb"
      echo "  sudo dpkg -i packages-microsoft-prod.deb && sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0" ;;
    "ubuntu 22.04")
      echo "  sudo add-apt-repository -y ppa:dotnet/backports && sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0" ;;
    "ubuntu "*)
      echo "  sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0" ;;
    *)
      echo "  see https://dotnet.microsoft.com/download/dotnet/10.0" ;;
  esac
  echo "If that doesn't find it: https://learn.microsoft.com/dotnet/core/install/linux"
  exit 1
}

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || echo "$package"
  done
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
}

# install_packages PACKAGE...: those that this distribution has. Ubuntu lacks some; the tests that need them skip themselves.
install_packages() {
  local as_root=() present=() package
  ((EUID == 0)) || as_root=(sudo -n)
  "${as_root[@]}" apt-get update || return
  for package in "$@"; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      present+=("$package")
    else
      unavailable+=("$package")
    fi
  done
  ((${#present[@]} == 0)) || "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "${present[@]}"
}

prepare_packages() {
  local missing unavailable=()
  if ! command -v apt-get >/dev/null; then
    note packages "this isn't Debian or Ubuntu: install by hand what tests skip for"
    return
  fi
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} == 0)); then
    return
  elif $install && { ((EUID == 0)) || sudo -n true 2>/dev/null; }; then
    run packages install_packages "${missing[@]}"
    ((${#unavailable[@]} == 0)) || note packages "not in this distribution: ${unavailable[*]}; tests that need them skip"
  else
    note packages "missing: ${missing[*]}; tests that need them skip. To install them:"
    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
  fi
}

# The npm packages come while the build goes on; wait_for_npm is the step that needs them.
start_npm() {
  local project
  if ! $install; then
    return
  elif ! command -v npm >/dev/null; then
    note npm "npm isn't installed; tests that need its packages skip"
    return
  fi
  for project in "${npm_projects[@]}"; do
    npm --prefix "tests/Lanyard.EndToEnd/$project" ci --ignore-scripts --no-audit --no-fund >"$logs/npm-$project.log" 2>&1 &
    npm_pids[$project]=$!
  done
}

wait_for_npm() {
  local project
  for project in "${!npm_pids[@]}"; do
    begin "npm-$project"
    if wait "${npm_pids[$project]}"; then
      unset "npm_pids[$project]"
      ended
    else
      ended FAILED
      show_log "$logs/npm-$project.log"
      exit 1
    fi
  done
}

# What others install: the .NET tool and the single files.
package() {
  local printed
  printed=$(./package.sh) || {
    printf '%s\n' "$printed"
    # A package source without the compiler of native code: the program is tested as other systems have it.
    grep -Eq 'NU110[123].*(ILCompiler|NativeAOT)' <<<"$printed" || return 1
    export ShipNative=false
    printed=$(./package.sh) || { printf '%s\n' "$printed"; return 1; }
  }
  printf '%s\n' "$printed"
  export LANYARD_PACKAGES=${printed##*$'\n'}
}

# The program as it ships, under its own name: the end-to-end tests start what LANYARD_BINARY names.
program() {
  mkdir -p artifacts/ship/linux-x64
  cp "$LANYARD_PACKAGES/lanyard-linux-x64" artifacts/ship/linux-x64/lanyard
  LANYARD_BINARY=$(realpath artifacts/ship/linux-x64/lanyard)
  export LANYARD_BINARY
}

# counter TRX NAME: one number of the result file's <Counters>.
counter() {
  sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1"
}

# cases TRX OUTCOME: the cases of tests that ended so, each as Full.Name.Of.Test(argument: value).
cases() {
  { grep -o '<UnitTestResult [^>]*' "$1" || true; } |
    sed -n "/ outcome=\"$2\"/s/.* testName=\"\([^\"]*\).*/\1/p" | sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' | sort -u
}

# names TRX OUTCOME: the tests that ended so; a test with several cases counts by its name, once.
names() {
  cases "$1" "$2" | sed 's/(.*//' | sort -u
}

# test_project PROJECT: adds its results to the count; a run that crashed, hung or wrote none counts as one failure.
test_project() {
  local trx=$results/$1.trx log=$logs/$1.log total executed ok bad status=0
  begin "$1"
  timeout --kill-after=30 40m dotnet test "tests/$1" -c Release --no-build "${filter[@]}" \
    --logger "trx;LogFileName=$1.trx" --results-directory "$results" >"$log" 2>&1 || status=$?
  if [[ ! -s $trx ]]; then
    if ((status == 0 && ${#filter[@]} > 0)); then
      ended "no test matches"
      return
    fi
    ended "FAILED: no results"
    show_log "$log"
    failed=$((failed + 1))
    return
  fi
  total=$(counter "$trx" total) executed=$(counter "$trx" executed) ok=$(counter "$trx" passed)
  bad=$((executed - ok))
  # A crash leaves results of what ended before it, and they may all have passed.
  ((status == 0 || bad > 0)) || bad=1
  passed=$((passed + ok))
  failed=$((failed + bad))
  skipped=$((skipped + total - executed))
  if ((bad == 0)); then
    ended "$ok passed"
  else
    ended FAILED
    names "$trx" Failed | sed 's/^/    failed: /'
    show_log "$log"
  fi
}

# With CI=true what skips must be listed in tests/skips.txt: "Full.Name.Of.Test — reason", or one case of it with its arguments; '#' starts a comment.
judge_skips() {
  local trx name listed=tests/skips.txt
  for trx in "$results"/*.trx; do
    while read -r name; do
      if [[ ${CI:-} != true ]]; then
        echo "    skipped: $name"
      elif NAME=$name awk -F ' — ' 'BEGIN { name = ENVIRON["NAME"]; test = name; sub(/[(].*/, "", test) } ($1 == name || $1 == test) && $2 ~ /[^ ]/ { found = 1 } END { exit !found }' "$listed" 2>/dev/null; then
        echo "    skipped, as $listed says: $name"
      else
        echo "    FAILED: skipped, and $listed doesn't list it with a reason: $name"
        refused=true
      fi
    done < <(cases "$trx" NotExecuted)
  done
}

require_dotnet
rm -rf "$logs" "$results"
mkdir -p "$logs" "$results"

projects=(Lanyard.Tests)
target=tests/Lanyard.Tests
if ! $unit; then
  projects+=(Lanyard.EndToEnd)
  target=lanyard.slnx
  prepare_packages
  start_npm
fi

run restore dotnet restore "$target" --locked-mode
# The other parts of it are left to the build, where each finding is an error, and to UsingOrderTests.
$unit || run format dotnet format whitespace lanyard.slnx --verify-no-changes --no-restore
run build dotnet build "$target" -c Release --no-restore
if ! $unit; then
  run package package
  [[ ${ShipNative:-} != false ]] || note package "not as native code: its compiler is not to be had here"
  program
  wait_for_npm
fi

for project in "${projects[@]}"; do
  test_project "$project"
done
((skipped == 0)) || judge_skips
((passed + failed > 0)) || echo "    FAILED: no test ran"

((passed > 0 && failed == 0)) && ! $refused
