"""A model of the small policy's architecture at another size, with random weights: how much memory and time a size takes
does not depend on what it knows.

    model.py SMALL_POLICY OUT SIZE ROWS.jsonl LONG_ROWS.jsonl
"""
import json
import os
import shutil
import sys

import torch
from transformers import AutoTokenizer, Qwen3Config, Qwen3ForCausalLM

# Shapes of the published Qwen3 models of that size; `tiny` is for trying the script.
SIZES = {
    "tiny": dict(hidden_size=128, intermediate_size=256, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=32, vocab_size=4096),
    "0.6b": dict(hidden_size=1024, intermediate_size=3072, num_hidden_layers=28, num_attention_heads=16, num_key_value_heads=8, head_dim=128, vocab_size=151936),
    "1.7b": dict(hidden_size=2048, intermediate_size=6144, num_hidden_layers=28, num_attention_heads=16, num_key_value_heads=8, head_dim=128, vocab_size=151936),
}
LONG_TOKENS = int(os.environ.get("LONG_TOKENS", "900"))


def lengthened(rows, tokenizer):
    """Rows whose prompts all have about as many tokens as real tool sets give them."""
    for row in rows:
        system = row["prompt"][0]
        one = len(tokenizer(system["content"])["input_ids"]) or 1
        yield {**row, "prompt": [{**system, "content": "\n".join([system["content"]] * max(1, LONG_TOKENS // one))}, *row["prompt"][1:]]}


def main(small, out, size, rows_file, long_file):
    os.makedirs(out, exist_ok=True)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(os.path.join(small, name), out)
    tokenizer = AutoTokenizer.from_pretrained(small)
    config = Qwen3Config(
        **SIZES[size], max_position_embeddings=4096, tie_word_embeddings=True, eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id, bos_token_id=None,
    )
    torch.manual_seed(1)
    with torch.device("cuda" if torch.cuda.is_available() else "cpu"):
        model = Qwen3ForCausalLM(config).to(torch.bfloat16)
    model.save_pretrained(out)
    with open(rows_file, encoding="utf8") as file:
        rows = [row for row in map(json.loads, file) if row["part"] == "train"][:64]
    with open(long_file, "w", encoding="utf8") as file:
        file.writelines(json.dumps(row) + "\n" for row in lengthened(rows, tokenizer))
    print(json.dumps({"parameters": sum(one.numel() for one in model.parameters()), "size": size}))


main(*sys.argv[1:])
