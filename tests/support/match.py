# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares a program's output with what is expected of it.

In an expected text a line of "..." stands for any number of lines, and "<*>" inside a line for any
characters. Everything else must be the same.
"""
import difflib
import re


def line_matches(expected, got):
    if "<*>" not in expected:
        return expected == got
    parts = [re.escape(p) for p in expected.split("<*>")]
    return re.fullmatch(".*".join(parts), got) is not None


def matches(expected, got):
    """expected, got: lists of lines."""
    reach = {0}  # how many lines of got may have been used
    for line in expected:
        if line.strip() == "...":
            reach = set(range(min(reach), len(got) + 1)) if reach else reach
        else:
            reach = {i + 1 for i in reach if i < len(got) and line_matches(line, got[i])}
        if not reach:
            return False
    return len(got) in reach


def compare(what, expected, got):
    """None when they agree, else a text that shows the difference."""
    e, g = expected.splitlines(), got.splitlines()
    if matches(e, g):
        return None
    return "\n".join(difflib.unified_diff(e, g, f"{what}, expected", f"{what}, got", lineterm=""))
