#!/usr/bin/env bash
# Builds what the measurements start: lanyard as it ships, and two empty programs that link the same frameworks.
#   artifacts/bench/empty/empty           by ReadyToRun, as the SDK publishes a single file, and as lanyard ships for Windows; the aims are multiples of this one
#   artifacts/bench/empty-native/empty    as native code, as lanyard ships for Linux
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./publish.sh
for native in false true; do
  out=artifacts/bench/empty
  [[ $native == false ]] || out+=-native
  # The very settings of publish.sh, from the same Ship.props.
  dotnet publish bench/process-start/Empty -c Release -r linux-x64 -o "$out" -v quiet \
    -p:Ship=true -p:ShipNative=$native -p:NuGetLockFilePath=obj/ship.lock.json \
    -p:DebugType=none -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false
done
