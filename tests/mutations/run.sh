#!/usr/bin/env bash
# Breaks the policy engine in each way that mutations.txt lists, and demands that tests/corpus turns red. Prints a line for each; fails if
# the corpus didn't notice one, or if one can't be applied any more.
#   tests/mutations/run.sh [TEXT]      only those whose name has the text in it
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
only=${1:-}
work=$PWD/artifacts/mutations
width=64
names=() bad=0

# prepare NAME: a copy of the engine's sources for one mutation; says where in $copy.
prepare() {
  copy=$work/${#names[@]}
  names+=("$1")
  mkdir "$copy"
  tar -C src/Lanyard.Policy --exclude=./bin --exclude=./obj -cf - . | tar -C "$copy" -xf -
}

# mutate NAME FILE FROM TO
mutate() {
  local file text
  [[ $1 == *"$only"* ]] || return 0
  prepare "$1"
  file=$copy/$2
  text=$([[ ! -f $file ]] || cat "$file")
  if [[ $text != *"$3"* || ${text#*"$3"} == *"$3"* ]]; then
    rm -rf "$copy"
    return 0
  fi
  printf '%s\n' "${text/"$3"/"$4"}" >"$file"
}

dotnet build bench/policy-differential -c Release -v quiet >/dev/null
rm -rf "$work"
mkdir -p "$work"
prepare "nothing"
name='' file='' from=''
while IFS= read -r line; do
  case $line in
    '#'* | '') ;;
    '== '*) name=${line#== } ;;
    '- '*) from=${line#- } ;;
    '+ '*) mutate "$name" "$file" "$from" "${line#+ }" ;;
    *) file=$line ;;
  esac
done <tests/mutations/mutations.txt

# One build for all of them: starting MSBuild takes longer than compiling.
cat >"$work/all.proj" <<'XML'
<Project>
  <ItemGroup>
    <Engine Include="*/Lanyard.Policy.csproj" />
  </ItemGroup>
  <Target Name="Build">
    <MSBuild Projects="@(Engine)" Targets="Restore" Properties="MSBuildRestoreSessionId=$([System.Guid]::NewGuid())" BuildInParallel="true" />
    <MSBuild Projects="@(Engine)" Targets="Build" BuildInParallel="true" ContinueOnError="true"
             Properties="Configuration=Release;RunAnalyzers=false;TreatWarningsAsErrors=false;GenerateDocumentationFile=false" />
  </Target>
</Project>
XML
dotnet msbuild "$work/all.proj" -m -v:quiet -nologo >"$work/build.log" 2>&1 || true
cp -r bench/policy-differential/bin/Release/net10.0 "$work/runner"

for number in "${!names[@]}"; do
  built=$work/$number/bin/Release/net10.0/Lanyard.Policy.dll
  status=0
  if [[ ! -d $work/$number ]]; then
    said="FAILED: can't be applied, the text must be in its file once" status=2
  elif [[ ! -f $built ]]; then
    said="FAILED: doesn't compile, see $work/build.log" status=2
  else
    cp "$built" "$work/runner/"
    "$work/runner/Lanyard.Bench.PolicyDifferential" corpus tests/corpus >"$work/$number.txt" || status=$?
    said=$(tail -n 1 "$work/$number.txt")$(sed -n '1s/^\(.*\): .* instead of .*/, first \1/p' "$work/$number.txt")
  fi
  if ((number == 0)); then
    ((status == 0)) || { echo "the corpus is red before anything is broken: $said"; exit 1; }
  elif ((status == 1)); then
    printf "%-${width}s %s\n" "${names[number]}" "$said"
  else
    bad=$((bad + 1))
    ((status != 0)) || said="FAILED: not noticed"
    printf "%-${width}s %s\n" "${names[number]}" "$said"
  fi
done

all=$((${#names[@]} - 1))
echo "$((all - bad)) of $all mutations noticed, in $SECONDS s"
((bad == 0 && all > 0))
