"""Whether TRL takes the flags of each recipe: one JSON object of flags a line in, one line of trouble or "ok" out.

    flags.py < FLAGS.jsonl
"""
import json
import sys
import tempfile

from trl import GRPOConfig

for line in sys.stdin:
    with tempfile.TemporaryDirectory() as folder:
        try:
            GRPOConfig(output_dir=folder, use_cpu=True, bf16=False, report_to=[], **json.loads(line))
            print("ok")
        except Exception as error:  # noqa: BLE001 whatever TRL says against it
            print(f"{type(error).__name__}: {error}".replace("\n", " "))
