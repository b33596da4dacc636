#!/bin/bash
# Trains on a machine with a GPU and writes what it took: OUT receives facts.json, results.json, table.txt and log.txt.
#   gpu.sh KIT SMALL_POLICY ROWS.jsonl WORK OUT PYTHON [SIZE] [DEVICE]
# SIZE tiny and DEVICE cpu are for trying the script. Everything ends within LIMIT seconds.
set -u
KIT=$1 SMALL=$2 ROWS=$3 WORK=$4 OUT=$5 PYTHON=$6 SIZE=${7:-0.6b} DEVICE=${8:-cuda}
HERE=$(cd "$(dirname "$0")" && pwd)
LIMIT=${LIMIT:-420}
export PYTHONUNBUFFERED=1 TOKENIZERS_PARALLELISM=false HF_HUB_OFFLINE=1
mkdir -p "$WORK" "$OUT"
exec > >(tee -a "$OUT/log.txt") 2>&1
left() { echo $((LIMIT - SECONDS)); }
say() { echo "[$SECONDS s] $*"; }

# config NAME MODEL ROWS STEPS TRL_FLAGS [FURTHER FIELDS]
config() {
  mkdir -p "$WORK/$1"
  cat >"$WORK/$1/config.json" <<JSON
{"format": 1, "id": "$1", "title": "$1", "model": "$2", "rows": "$3", "steps": $4, "seed": 1, "device": "$DEVICE",
 "trl": {$5}, "keepLast": 1 ${6:+, $6}}
JSON
}

# train NAME: at most 150 s and what is left
train() {
  local most=$(left)
  [ "$most" -lt 25 ] && { say "no time is left for $1"; return 1; }
  [ "$most" -gt 150 ] && most=150
  timeout -k 5 "$most" "$PYTHON" -I "$KIT/train_trl.py" "$WORK/$1/config.json" >"$WORK/$1/out.txt" 2>"$WORK/$1/err.txt"
  local rc=$?
  say "$1 ended with $rc"
  case $rc in 0 | 3) ;; *) tail -n 15 "$WORK/$1/err.txt" ;; esac
  return $rc
}

say "doctor"
echo '{"format": 1, "disks": ["~/.looptool", "/tmp", "/dev/shm"], "ports": [8000], "environments": ["'"$PYTHON"'"]}' >"$WORK/doctor.json"
"$PYTHON" -I "$KIT/doctor.py" "$WORK/doctor.json" >"$OUT/facts.json" || say "doctor ended with $?"

STEPS=${STEPS:-30} KILLED_STEPS=${KILLED_STEPS:-12} KILL_AT=${KILL_AT:-8} MICRO=${MICRO:-64}
SMALL_FLAGS='"learning_rate": 2e-4, "warmup_steps": 5, "per_device_train_batch_size": '$MICRO', "gradient_accumulation_steps": 2, "num_generations": 8, "max_completion_length": 96, "epsilon_high": 0.28, "loss_type": "dapo", "gradient_checkpointing": false'
config small "$SMALL" "$ROWS" "$STEPS" "$SMALL_FLAGS" '"checkpointEvery": 5, "validateEvery": 10, "validateOn": '${VALIDATE_ON:-100}
config small-killed "$SMALL" "$ROWS" "$KILLED_STEPS" "$SMALL_FLAGS" '"checkpointEvery": 5, "validateEvery": 0'
say "small policy, undisturbed"
train small

say "small policy, killed and resumed"
"$PYTHON" -I "$KIT/train_trl.py" "$WORK/small-killed/config.json" >"$WORK/small-killed/out.txt" 2>&1 &
PID=$!
until grep -q "\"step\": $KILL_AT," "$WORK/small-killed/metrics.jsonl" 2>/dev/null || ! kill -0 $PID 2>/dev/null || [ "$(left)" -lt 60 ]; do sleep 0.1; done
kill -9 $PID
wait $PID 2>/dev/null
echo "{\"killed\": \"small-killed\", \"lines\": $(wc -l <"$WORK/small-killed/metrics.jsonl"), \"checkpoints\": \"$(ls "$WORK/small-killed/checkpoints" | tr '\n' ' ')\"}" | tee -a "$WORK/kills.jsonl"
train small-killed

# The same architecture at a real size. `long` prompts are as long as real tool sets make them.
model() {
  timeout 90 "$PYTHON" "$HERE/model.py" "$SMALL" "$WORK/model-$1" "$1" "$ROWS" "$WORK/long.jsonl" | tee -a "$WORK/models.jsonl"
}
say "model of $SIZE"
model "$SIZE"
COMMON='"learning_rate": 1e-6, "warmup_steps": 0, "num_generations": 8, "loss_type": "dapo", "epsilon_high": 0.28'
FEW='"checkpointEvery": 1000, "validateEvery": 0'
SHORT=${SHORT:-256}
config lora "$WORK/model-$SIZE" "$WORK/long.jsonl" 3 "$COMMON, \"per_device_train_batch_size\": 8, \"gradient_accumulation_steps\": 4, \"max_completion_length\": $SHORT, \"gradient_checkpointing\": false" "$FEW, \"lora\": {\"r\": 16, \"lora_alpha\": 32}"
config lora-recomputed "$WORK/model-$SIZE" "$WORK/long.jsonl" 3 "$COMMON, \"per_device_train_batch_size\": 8, \"gradient_accumulation_steps\": 4, \"max_completion_length\": $SHORT, \"gradient_checkpointing\": true" "$FEW, \"lora\": {\"r\": 16, \"lora_alpha\": 32}"
config full "$WORK/model-$SIZE" "$WORK/long.jsonl" 3 "$COMMON, \"per_device_train_batch_size\": 8, \"gradient_accumulation_steps\": 4, \"max_completion_length\": $SHORT, \"gradient_checkpointing\": true" "$FEW"
config full-kept "$WORK/model-$SIZE" "$WORK/long.jsonl" 3 "$COMMON, \"per_device_train_batch_size\": 4, \"gradient_accumulation_steps\": 4, \"max_completion_length\": $SHORT, \"gradient_checkpointing\": false" "$FEW"
for name in full lora lora-recomputed full-kept; do
  say "$name"
  train "$name"
  rm -rf "$WORK/$name/checkpoints"
done
if [ "$SIZE" = 0.6b ] && [ "$(left)" -gt 60 ]; then
  config too-much "$WORK/model-$SIZE" "$WORK/long.jsonl" 2 "$COMMON, \"per_device_train_batch_size\": 128, \"gradient_accumulation_steps\": 1, \"max_completion_length\": 16, \"gradient_checkpointing\": false" "$FEW, \"lora\": {\"r\": 16, \"lora_alpha\": 32}"
  say "more than the memory holds"
  train too-much
fi
if [ "$SIZE" = 0.6b ] && [ "$(left)" -gt 75 ]; then
  model 1.7b
  config lora-1.7b "$WORK/model-1.7b" "$WORK/long.jsonl" 2 "$COMMON, \"per_device_train_batch_size\": 8, \"gradient_accumulation_steps\": 4, \"max_completion_length\": $SHORT, \"gradient_checkpointing\": true" "$FEW, \"lora\": {\"r\": 16, \"lora_alpha\": 32}"
  say "lora-1.7b"
  train lora-1.7b
fi
"$PYTHON" "$HERE/table.py" "$WORK" "$OUT" | tee "$OUT/table.txt"
say "done"
