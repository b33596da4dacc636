"""Reads Parquet written by LoopTool with pyarrow, as verl does, and compares its shape with a file that pandas made.

usage: read.py FOLDER [PANDAS_MADE_FILE]; exits 1 with the difference on standard error.
"""
import json
import sys

import pyarrow as pa
import pyarrow.parquet as pq

EXTRA = {"split", "index", "instruction", "input", "output", "sample_id", "round", "kind", "tools", "accepted"}


def shape(kind):
    """A type without what does not matter to a reader: order of struct fields, name of list items."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return ["list", shape(kind.value_type)]
    if pa.types.is_struct(kind):
        return {kind.field(i).name: shape(kind.field(i).type) for i in range(kind.num_fields)}
    return "string" if pa.types.is_string(kind) or pa.types.is_large_string(kind) else str(kind)


def shapes(schema):
    return {field.name: shape(field.type) for field in schema}


def check(what, ok):
    print(("ok    " if ok else "WRONG ") + what)
    if not ok:
        sys.exit(f"wrong: {what}")


def main(folder, reference):
    print("pyarrow", pa.__version__)
    lines = [json.loads(line) for line in open(f"{folder}/samples.jsonl", encoding="utf-8")]
    rows = []
    for name in ("train", "test"):
        file = pq.ParquetFile(f"{folder}/{name}.parquet")
        ours = shapes(file.schema_arrow)
        if name == "train":
            print(file.schema_arrow)
        groups = [file.metadata.row_group(i).num_rows for i in range(file.metadata.num_row_groups)]
        print(f"{name}: {file.metadata.num_rows} rows in row groups {groups}, {file.metadata.row_group(0).column(0).compression}")
        check(f"{name}: row groups of at most 1,000 rows", max(groups) <= 1000)
        check(f"{name}: prompt is list<struct<role, content>>", ours["prompt"] == ["list", {"role": "string", "content": "string"}])
        check(f"{name}: extra_info has its fields", set(ours["extra_info"]) == EXTRA)
        if reference:
            theirs = shapes(pq.ParquetFile(reference).schema_arrow)
            extra = theirs.pop("extra_info")
            own_extra = ours.pop("extra_info")
            check(f"{name}: columns and types equal those that pandas wrote", ours == theirs)
            check(f"{name}: its extra_info holds pandas' fields with their types", extra.items() <= own_extra.items())
        rows += file.read().to_pylist()
    check("every sample stands in one of the two files", len(rows) == len(lines))
    by_text = {(line["instruction"], line["input"], line["output"]) for line in lines}
    check(
        "every row is a line of samples.jsonl, its prompt and ground truth the same texts",
        all(
            [m["role"] for m in row["prompt"]] == ["system", "user"]
            and (row["prompt"][0]["content"], row["prompt"][1]["content"], row["reward_model"]["ground_truth"]) in by_text
            for row in rows
        ),
    )
    check("tools and accepted are JSON lists", all(isinstance(json.loads(row["extra_info"][key]), list) for row in rows for key in ("tools", "accepted")))
    check("every label is found again in accepted", all(label_in_accepted(row) for row in rows))


def label_in_accepted(row):
    tags = [json.loads(part.split("</tool_call>")[0]) for part in row["reward_model"]["ground_truth"].split("<tool_call>")[1:]]
    return any(answer.get("calls", []) == tags for answer in json.loads(row["extra_info"]["accepted"]))


main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
