"""A model of another one's architecture, larger and with random weights: larger.py SMALL OUT HIDDEN LAYERS"""
import shutil
import sys

import torch
from transformers import AutoConfig, AutoModelForCausalLM

small, out, hidden, layers = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
shutil.copytree(small, out)
config = AutoConfig.from_pretrained(small)
heads = hidden // config.head_dim
config.update({"hidden_size": hidden, "intermediate_size": hidden * 8 // 3, "num_hidden_layers": layers,
               "num_attention_heads": heads, "num_key_value_heads": heads, "layer_types": None})
torch.manual_seed(1)
model = AutoModelForCausalLM.from_config(type(config).from_dict({**config.to_dict(), "layer_types": None}))
model.save_pretrained(out)
print(sum(one.numel() for one in model.parameters()))
