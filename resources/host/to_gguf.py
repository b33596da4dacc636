"""Writes a small policy's folder (model.safetensors, config.json, tokenizer.json) as one GGUF file for llama.cpp.

    python3 to_gguf.py FOLDER OUT.gguf

Matrices as 16-bit floats, gains as 32-bit ones. Needs the packages gguf, safetensors and numpy.
"""
import json
import os
import sys

import gguf
import numpy as np
from safetensors.numpy import load_file


def read_json(folder, name):
    with open(os.path.join(folder, name), encoding="utf8") as file:
        return json.load(file)


def write_shape(writer, config):
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)


def write_tokenizer(writer, tokenizer, config):
    """The cut is llama.cpp's `qwen2`. What a chat template writes is control; call tags are text that must be seen."""
    model = tokenizer["model"]
    added = {token["id"]: token for token in tokenizer["added_tokens"]}
    names = {**{i: text for text, i in model["vocab"].items()}, **{i: token["content"] for i, token in added.items()}}
    kinds = [
        gguf.TokenType.NORMAL if i not in added
        else gguf.TokenType.CONTROL if added[i]["special"]
        else gguf.TokenType.USER_DEFINED
        for i in range(len(names))
    ]
    merges = [" ".join(pair) if isinstance(pair, list) else pair for pair in model["merges"]]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([names[i] for i in range(len(names))])
    writer.add_token_types(kinds)
    writer.add_token_merges(merges)
    writer.add_eos_token_id(config["eos_token_id"])
    writer.add_pad_token_id(config["pad_token_id"])
    writer.add_add_bos_token(False)


def convert(folder, out):
    config = read_json(folder, "config.json")
    if config.get("architectures") != ["Qwen3ForCausalLM"]:
        raise SystemExit(f"{folder} holds no Qwen3ForCausalLM")
    layers = config["num_hidden_layers"]
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.QWEN3, layers)
    writer = gguf.GGUFWriter(out, "qwen3")
    writer.add_name("LoopTool small policy")
    write_shape(writer, config)
    write_tokenizer(writer, read_json(folder, "tokenizer.json"), config)
    for name, values in sorted(load_file(os.path.join(folder, "model.safetensors")).items()):
        ours = names.get_name(name, try_suffixes=(".weight",))
        if ours is None:
            raise SystemExit(f"no place for the tensor {name}")
        writer.add_tensor(ours, values.astype(np.float16 if values.ndim > 1 else np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    convert(sys.argv[1], sys.argv[2])
