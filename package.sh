#!/usr/bin/env bash
# Packs lanyard for others, into artifacts/packages:
#   - the .NET tool: one package for each of linux-x64 and win-x64, a portable one for all other platforms, and the one that leads to them
#   - the program as a single file for linux-x64 and win-x64, which are the files inside those packages
#   - SHA256SUMS of all of it
# The Windows program is built here and was never run here.
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")"
out=$PWD/artifacts/packages
rm -rf "$out"
mkdir -p "$out"

# pack RID OPTION...: one package. The lock file of this build stands apart, as that of publish.sh does.
pack() {
  dotnet pack src/Lanyard.Cli -c Release -o "$out" -v quiet -p:RunAnalyzers=false \
    -p:Ship=true -p:PackTool=true -p:NuGetLockFilePath="obj/pack.$1.lock.json" -p:AppendRuntimeIdentifierToOutputPath=false \
    -p:DebugType=none -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false "${@:2}"
}

# Each platform by itself, as native code is made for one; our own code is compiled for all at once. The package that leads to them holds no program.
for rid in linux-x64 win-x64 any; do
  pack "$rid" -r "$rid"
done
pack lead -p:CreateRidSpecificToolPackages=false

# single RID NAME FILE: the program inside a platform's package.
single() {
  python3 - "$out"/Lanyard."$1".*.nupkg "$2" "$out/$3" <<'PYTHON'
import os, sys, zipfile
package, name, target = sys.argv[1:]
with zipfile.ZipFile(package) as archive:
    path, = [entry for entry in archive.namelist() if entry.startswith("tools/") and entry.endswith("/" + name)]
    with open(target, "wb") as file:
        file.write(archive.read(path))
os.chmod(target, 0o755)
PYTHON
}
single linux-x64 lanyard lanyard-linux-x64
single win-x64 lanyard.exe lanyard-win-x64.exe

(cd "$out" && sha256sum -- * >SHA256SUMS)
cat "$out/SHA256SUMS"
echo "$out"
