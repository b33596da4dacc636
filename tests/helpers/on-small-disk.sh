#!/bin/sh
# Runs the sample's loop on a disk that is too small, then makes room and runs it again. Inside a mount namespace of
# its own, so that nothing of it is seen outside. Arguments: electron, loop.ts, folder for the result.
set -u
electron=$1; loop=$2; out=$3
disk=$(mktemp -d); mount -t tmpfs -o size=200m tmpfs "$disk" || exit 9
head -c 208000000 /dev/zero >"$disk/filler"
"$electron" "$loop" sample --project "$disk/p" --dialogs 400 >"$out/first.out" 2>"$out/first.err"
echo $? >"$out/first.rc"
"$electron" "$loop" status --project "$disk/p" --json >"$out/status.json" 2>"$out/status.err"
rm "$disk/filler"
"$electron" "$loop" sample --project "$disk/p" --dialogs 400 >"$out/second.out" 2>"$out/second.err"
echo $? >"$out/second.rc"
cp -r "$disk/p" "$out/project"
