#!/bin/sh
# Trains in a folder on a disk that is too small, makes it larger, and goes on; the exit codes are the last two lines.
# Needs a mount namespace of its own. Arguments: python, train_trl.py, folder with config.json.
set -u
python=$1; script=$2; folder=$3
config=$(mktemp); cp "$folder/config.json" "$config"
kept=$(mktemp -d)
mount -t tmpfs -o size=40m tmpfs "$folder" || exit 9
cp "$config" "$folder/config.json"
"$python" -I "$script" "$folder/config.json" >"$kept/first" 2>&1; first=$?
mount -o remount,size=200m "$folder"
"$python" -I "$script" "$folder/config.json" >"$kept/second" 2>&1; second=$?
cp -r "$folder/." "$kept/"
umount "$folder"
cp -r "$kept/." "$folder/"
rm -rf "$kept" "$config"
echo "$first"
echo "$second"
