"""Tokens of each row's prompt as the trainer counts them: prompt-tokens.py KIT MODEL ROWS"""
import json
import sys

kit, model, rows = sys.argv[1:4]
sys.path.insert(0, kit)
from looptool_kit import policy  # noqa: E402

tokenizer = policy.load_tokenizer(model)
with open(rows, encoding="utf8") as file:
    for line in file:
        row = json.loads(line)
        print(json.dumps([row["sample_id"], len(policy.prompt_ids(tokenizer, row["prompt"], {}))]))
