#!/bin/sh
# Simulates and trains on a disk that is too small, then makes room and goes on, each time. Inside a mount namespace of
# its own, so that nothing of it is seen outside. Arguments: electron, loop.ts, tool file, a project to train in, its
# dataset, folder for the result. LOOPTOOL_POLICY names a small policy.
set -u
electron=$1; loop=$2; tools=$3; ready=$4; dataset=$5; out=$6
disk=$(mktemp -d); mount -t tmpfs -o size=200m tmpfs "$disk" || exit 9
run() { # name, verb and arguments
  name=$1; shift
  "$electron" "$loop" "$@" >"$out/$name.out" 2>"$out/$name.err"
  echo $? >"$out/$name.rc"
}
fill() { # leaves so many KiB
  free=$(df -k --output=avail "$disk" | tail -1)
  head -c $(((free - $1) * 1024)) /dev/zero >"$disk/filler"
}

run import import "$tools" --project "$disk/p" --name Tools
fill 1500
run first simulate --project "$disk/p" --count 400 --json
run status status --project "$disk/p" --json
rm "$disk/filler"
run second simulate --project "$disk/p" --count 400 --json
run prepared prepare --project "$disk/p" --json
cp -r "$disk/p" "$out/project"
rm -rf "$disk/p"

cp -r "$ready" "$disk/t"
fill 700
run full train --project "$disk/t" --dataset "$dataset" --steps 12 --checkpoint-every 3 --validate-every 0 --json
run trainStatus status --project "$disk/t" --json
rm "$disk/filler"
run trained train --project "$disk/t" --dataset "$dataset" --steps 12 --checkpoint-every 3 --validate-every 0 --json
cp -r "$disk/t" "$out/trained"
