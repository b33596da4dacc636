"""The match of tool calls: read, compare, score. Standard library only; held to the same cases as core/tool-call."""
