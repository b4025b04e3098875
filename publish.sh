#!/usr/bin/env bash
# Builds lanyard as it ships: one self-contained file, compiled ahead of time. Its last line is the program's path.
#   ./publish.sh [RID]     linux-x64 if left out
# For this machine's own kind of Linux it is native code, which takes gcc or clang; ShipNative=false builds it as for other systems.
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")"
rid=${1:-linux-x64}
out=artifacts/ship/$rid

# The lock file of this build stands apart: it names what a runtime identifier adds, which the ordinary one must not.
dotnet publish src/Lanyard.Cli -c Release -r "$rid" -o "$out" -v quiet -p:RunAnalyzers=false \
  -p:Ship=true -p:NuGetLockFilePath=obj/ship.lock.json \
  -p:DebugType=none -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false
name=lanyard
[[ $rid == win-* ]] && name=lanyard.exe
echo "$PWD/$out/$name"
