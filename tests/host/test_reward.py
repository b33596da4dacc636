"""What verl and TRL call, and what hostile text may do. Cases of the match itself: tests/fixtures/match/cases.json."""
import importlib.util
import json
import os
import subprocess
import sys
import unittest

REWARD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources", "host", "reward.py")


def load(name="looptool_reward"):
    """As verl loads it: from its path, under a name of the trainer's choice."""
    spec = importlib.util.spec_from_file_location(name, REWARD)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tag(name, arguments):
    return "<tool_call>\n%s\n</tool_call>" % json.dumps({"name": name, "arguments": arguments})


TOOLS = json.dumps([{"name": "f", "parameters": {"type": "object", "properties": {"a": {"type": "integer"}, "u": {"default": "C"}}, "required": ["a"]}}])
ACCEPTED = json.dumps([{"calls": [{"name": "f", "arguments": {"a": 1}}]}, {"text": "Which a?", "missing": [{"name": "a", "wordings": ["which one"]}]}])
EXTRA = {"split": "train", "index": 0, "sample_id": "s", "round": 1, "kind": "single", "tools": TOOLS, "accepted": ACCEPTED}
LABEL = tag("f", {"a": 1})


class Verl(unittest.TestCase):
    def setUp(self):
        self.compute = load().compute_score

    def test_strict_reads_tools_and_accepted_of_the_row(self):
        right = tag("f", {"a": 1.0, "u": "C"})
        self.assertEqual(self.compute("looptool", right, LABEL, EXTRA), {"score": 1.0, "why": "same"})
        self.assertEqual(self.compute("looptool", right, LABEL), {"score": 0.0, "why": "arguments.names"})

    def test_several_accepted_answers(self):
        self.assertEqual(self.compute("looptool", "Which one?", LABEL, EXTRA)["score"], 1.0)

    def test_missing_parameter_is_asked_for(self):
        extra = {**EXTRA, "kind": "missingParameter"}
        self.assertEqual(self.compute("looptool", "Which one?", LABEL, extra)["score"], 1.0)
        self.assertEqual(self.compute("looptool", "Hello.", LABEL, extra)["why"], "missing.notAsked")

    def test_release_looks_at_the_ground_truth_alone(self):
        self.assertEqual(self.compute("looptool", "Which one?", LABEL, EXTRA, match="release")["score"], 0.0)
        wrong = self.compute("looptool", "no", LABEL, EXTRA, match="release", options={"minimum": -1})
        self.assertEqual(wrong["score"], -1.0)

    def test_every_row_has_the_same_keys(self):
        for match in ("strict", "release", "partial", "schema"):
            rows = [self.compute("looptool", text, label, EXTRA, match=match) for text in (LABEL, "words", "", "<tool_call>") for label in (LABEL, "words", "<tool_call>", None)]
            self.assertEqual(len({tuple(row) for row in rows}), 1, match)
            self.assertTrue(all(type(value) is float for row in rows for key, value in row.items() if key != "why"))

    def test_parts_are_told(self):
        row = self.compute("looptool", tag("f", {"a": 2}), LABEL, {}, match="partial")
        self.assertEqual((row["format"], row["names"], row["argumentNames"], row["values"]), (1.0, 1.0, 1.0, 0.0))

    def test_a_row_that_cannot_be_read_gets_the_worst_score(self):
        broken = {**EXTRA, "accepted": "oops"}
        self.assertEqual(self.compute("looptool", LABEL, LABEL, broken), {"score": 0.0, "why": "line.invalid"})
        worst = self.compute("looptool", LABEL, LABEL, broken, match="partial", options={"toolrlRange": True})
        self.assertEqual(worst["score"], -3.0)

    def test_nulls_of_parquet(self):
        extra = dict.fromkeys(("tools", "accepted", "kind"))
        self.assertEqual(self.compute("looptool", LABEL, LABEL, extra)["score"], 1.0)

    def test_further_arguments_of_the_trainer(self):
        self.assertEqual(self.compute(data_source="x", solution_str=LABEL, ground_truth=LABEL, extra_info=None, reward_router_address=None)["score"], 1.0)


class Trl(unittest.TestCase):
    def setUp(self):
        self.module = load()

    def test_texts_and_messages(self):
        completions = [LABEL, [{"role": "assistant", "content": LABEL}], [{"role": "assistant", "content": None}], []]
        scores = self.module.reward(prompts=[""] * 4, completions=completions, label=[LABEL] * 4, trainer_state=object())
        self.assertEqual(scores, [1.0, 1.0, 0.0, 0.0])

    def test_columns_flat_or_in_extra_info(self):
        words = "Which one?"
        flat = self.module.reward([""], [words], output=[LABEL], accepted=[ACCEPTED], tools=[TOOLS], kind=["missingParameter"])
        nested = self.module.reward([""], [words], ground_truth=[LABEL], extra_info=[{**EXTRA, "kind": "missingParameter"}])
        self.assertEqual((flat, nested), ([1.0], [1.0]))

    def test_another_match(self):
        partial = self.module.make_reward("partial", toolrlRange=True)
        self.assertEqual(partial.__name__, "reward")
        self.assertEqual(partial([""], [LABEL], label=[LABEL]), [4.0])


class Hostile(unittest.TestCase):
    def setUp(self):
        self.compute = load().compute_score

    def test_no_text_raises(self):
        texts = [
            "<tool_call>" + "[" * 200000 + "</tool_call>",
            "<tool_call>\n" + '{"a":' * 100000 + "1" + "}" * 100000 + "\n</tool_call>",
            "<tool_call>" * 50000,
            '<tool_call>"' + '\\"' * 200000,
            "<think>" * 50000 + "</think>" * 50000,
            "<tool_call>\n" * 50000 + "\n</tool_call>",
            tag("f", {"a": 1}).replace("1", "1" * 100000),
            tag("f", {"a": 1}).replace("1", "1e" + "9" * 100000),
            tag("f", {"a": "\ud800"}),
            "\ud800\udfff\x00",
            tag("f", {"__class__": {"__init__": 1}}),
        ]
        for match in ("strict", "release", "partial", "schema"):
            for text in texts:
                for label in (LABEL, "words", text):
                    row = self.compute("looptool", text, label, {"tools": TOOLS}, match=match)
                    self.assertNotEqual(row["why"], "reward.error", (match, text[:40]))

    def test_no_type_raises(self):
        for text in (None, 1, [], {}, b"x"):
            self.assertEqual(self.compute("looptool", text, LABEL)["score"], 0.0)

    def test_a_deep_stack_below_does_not_matter(self):
        nested = tag("f", {"a": json.loads("[" * 300 + "]" * 300)})

        def down(levels):
            return self.compute("looptool", nested, nested) if levels == 0 else down(levels - 1)

        self.assertEqual(down(200)["score"], 1.0)


class ByHand(unittest.TestCase):
    def run_lines(self, lines, *args):
        return subprocess.run([sys.executable, "-B", REWARD, *args], input=lines.encode(), capture_output=True, check=False)

    def test_lines_in_scores_out(self):
        line = json.dumps({"label": "a", "prediction": "b"})
        end = self.run_lines(line + "\n\nnonsense\n" + line, "--match", "strict")
        scores = [json.loads(out) for out in end.stdout.splitlines()]
        self.assertEqual([(one["score"], one["why"]) for one in scores], [(1, "text.right"), (0, "line.invalid"), (1, "text.right")])
        self.assertEqual(end.returncode, 1)
        self.assertIn(b"1 line", end.stderr)

    def test_exit_codes(self):
        self.assertEqual(self.run_lines("", "--match", "strict").returncode, 0)
        self.assertEqual(self.run_lines("").returncode, 2)
        self.assertEqual(self.run_lines("", "--match", "loose").returncode, 2)


if __name__ == "__main__":
    unittest.main()
