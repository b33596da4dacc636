"""A model that knows nothing: the same shape and tokenizer with weights drawn anew. cold.py MODEL TARGET"""
import sys

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

source, target = sys.argv[1:3]
torch.manual_seed(5)
AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(source)).save_pretrained(target)
AutoTokenizer.from_pretrained(source).save_pretrained(target)
