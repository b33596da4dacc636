"""The reward of LoopTool: scores what a model wrote against its label, exactly as the app does (core/tool-call).

verl:  reward.custom_reward_function.path=…/reward.py, .name=compute_score; for another match than the strict one
       .reward_kwargs.match=release|partial|schema and .reward_kwargs.options={…}
TRL:   GRPOTrainer(reward_funcs=[reward], …), or make_reward("partial", toolrlRange=True)
hand:  python3 reward.py --match strict < lines.jsonl > scores.jsonl
A line is {label | accepted, prediction, tools?, kind?, missing?, options?}; each gives {score, parts?, why}.
Exit codes: 0 done, 1 some line could not be read, 2 usage.
"""
import argparse
import json
import os
import sys

sys.path.append(os.path.dirname(os.path.abspath(__file__)))
from looptool_match.calls import read_json  # noqa: E402
from looptool_match.score import MODES, PARTS, score_line, worst  # noqa: E402

FAILED = ("line.invalid", "reward.error")
ROW_KEYS = ("accepted", "tools", "kind", "missing")


def _score_row(row, prediction, ground_truth, match, options):
    """A row's score; the label is the text the row was trained on where it has no accepted answers, or for `release`."""
    line = {key: row.get(key) for key in ROW_KEYS}
    line["prediction"] = prediction
    line["options"] = options
    if match == "release" or line["accepted"] is None:
        line["label"], line["accepted"] = ground_truth, None
    score, parts, why = score_line(line, match)
    return (worst(match, options) if why in FAILED else score), parts, why


def compute_score(data_source, solution_str, ground_truth, extra_info=None, match="strict", options=None, **_):
    """verl's signature. The same keys for every row, as its reward manager needs: score, the match's parts, why."""
    score, parts, why = _score_row(extra_info or {}, solution_str, ground_truth, match, dict(options or {}))
    return {"score": float(score), **{name: float(parts.get(name, 0)) for name in PARTS[match]}, "why": why}


def _completion_text(completion):
    """TRL hands a text, or a list of messages of which the last is the answer."""
    if isinstance(completion, str):
        return completion
    content = completion[-1].get("content") if completion else ""
    return content if isinstance(content, str) else ""


def make_reward(match="strict", **options):
    """A reward function for TRL. Columns: those of `extra_info`, flat or in a column of that name; the label in
    `ground_truth`, `label` or `output`."""

    def reward(prompts, completions, **columns):
        scores = []
        for i, completion in enumerate(completions):
            row = {name: column[i] for name, column in columns.items() if isinstance(column, list) and i < len(column)}
            row = {**row, **(row.get("extra_info") or {})}
            label = next((row[name] for name in ("ground_truth", "label", "output") if row.get(name) is not None), None)
            scores.append(float(_score_row(row, _completion_text(completion), label, match, dict(options))[0]))
        return scores

    return reward


reward = make_reward()


def main():
    parser = argparse.ArgumentParser(description="Scores JSON lines from standard input.")
    parser.add_argument("--match", choices=MODES, required=True)
    match = parser.parse_args().match
    wrong = 0
    for raw in sys.stdin.buffer:
        try:
            line = read_json(raw.decode("utf-8-sig").strip("\r\n"))
        except ValueError:
            line = None
        if line is None and not raw.strip():
            continue
        score, parts, why = score_line(line, match)
        wrong += why in FAILED
        print(json.dumps({"score": score, **({"parts": parts} if parts else {}), "why": why}))
    if wrong:
        print(f"{wrong} line(s) could not be scored", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
