#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of house.py and of docs/pairs.py and links.py can fail: small trees that break each of them once. can_fail.py CC"""
import os
import subprocess
import sys
import tempfile

SPDX = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
TREE = {
    "base/up.c": SPDX + '#include "model/model.h"\n',                    # against the arrows
    "staffing/sideways.c": SPDX + '#include "planner/planner.h"\n',
    "model/solver.c": SPDX + "#include <glpk.h>\n",                      # another room's library
    "forecast/says.c": SPDX + 'void f(void)\n{\n    printf("x");\n}\n',  # prints outside cli/
    "forecast/quiet.c": SPDX + '/* printf("x") and #include "planner/planner.h" in a comment */\nint x;\n',
    "base/naked.c": "int x;\n",                                          # no SPDX line
    "model/long.c": SPDX + "\n" * 500,
    "model/up.c": SPDX + "int y;\n",                                     # a name that base/ has
    "planner/later.c": SPDX + "/* TO" + "DO */\nint z;\n",
    "model/needs.h": SPDX + "size_t f(void);\n",                         # does not compile alone
    "model/alone.h": SPDX + "#include <stddef.h>\nsize_t g(void);\n",
    "cli/maze.c": SPDX + "int f(int a)\n{\n" + "    if (a)\n        a++;\n" * 16 + "    return a;\n}\n",
}
WANTED = {
    "arrows": ["base/up.c:2: base/ may not use model/", "staffing/sideways.c:2: staffing/ may not use planner/",
               "model/solver.c:2: <glpk.h> belongs to planner", "forecast/says.c:4: only cli/ prints"],
    "files": ["base/naked.c:1: the SPDX line is missing", "model/long.c: 501 lines", "the same file name as",
              "planner/later.c:2: left for later", "base/README.md is missing"],
    "functions": ["cli/maze.c: f: complexity 17"],
    "headers": ["model/needs.h does not compile alone"],
}

PAGE = "# A\n\n[中文](%s.zh.md)\n\n| a | b |\n|---|---|\n| 1 | 0.2 |\n\n```console\n$ x\n$ y\n```\n"
TRANSLATION = "# 甲\n\n[English](%s.md)\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 0.2 |\n\n```console\n$ x\n$ y\n```\n"
PAGES = {
    "README.md": PAGE % "README", "README.zh.md": TRANSLATION % "README",
    "docs/alone.md": PAGE % "alone", "docs/only_zh.zh.md": TRANSLATION % "only_zh",
    "docs/heads.md": PAGE % "heads", "docs/heads.zh.md": TRANSLATION % "heads" + "## 乙\n",
    "docs/block.md": PAGE % "block", "docs/block.zh.md": (TRANSLATION % "block").replace("$ y\n", ""),
    "docs/rows.md": PAGE % "rows", "docs/rows.zh.md": (TRANSLATION % "rows").replace("| 1 | 0.2 |\n", ""),
    "docs/width.md": PAGE % "width", "docs/width.zh.md": (TRANSLATION % "width").replace("| 1 | 0.2 |", "| 1 |"),
    "docs/figure.md": PAGE % "figure", "docs/figure.zh.md": (TRANSLATION % "figure").replace("0.2", "0.3"),
    "docs/text.md": PAGE % "text" + "It is 1.5.\n", "docs/text.zh.md": TRANSLATION % "text" + "是 1.6。\n",
    "docs/link.md": PAGE % "else", "docs/link.zh.md": TRANSLATION % "link",
    "docs/leads.md": PAGE % "leads", "docs/leads.zh.md": TRANSLATION % "leads" + "[b](block.md#b) [c](#甲)\n",
    "docs/decisions/0001.md": PAGE % "0001",
    "docs/explanation/engine.md": PAGE % "engine", "docs/explanation/engine.zh.md": TRANSLATION % "engine",
}
FAULTS = ["docs/alone.md: no Chinese counterpart", "docs/only_zh.zh.md: no English counterpart", "docs/heads.md: headings: 1 in English",
          "docs/block.md: blocks: number 1", "docs/rows.md: rows: 3 in English", "docs/width.md: rows: number 3",
          "docs/figure.md: rows: number 3", "docs/text.md: figures: only in English 1.5; only in Chinese 1.6",
          "docs/leads.zh.md: block.md stands in Chinese", "docs/link.md: no link to docs/link.zh.md",
          "docs/explanation/engine.md: rows are the same by now", "docs/reference/staffing-bench.md: is not there"]
LINKS = ["docs/link.md: else.zh.md leads nowhere", "docs/leads.zh.md: block.md#b: no such heading"]


def write_all(root, tree):
    for path, text in tree.items():
        os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
        with open(os.path.join(root, path), "w", encoding="utf-8") as f:
            f.write(text)


def pages_fail(folder):
    """What is wrong with docs/pairs.py and docs/links.py."""
    for tool, wanted, good in (("pairs", FAULTS, ("README", "0001")), ("links", LINKS, ("README", "block.md:"))):
        with tempfile.TemporaryDirectory() as root:
            write_all(root, PAGES)
            r = subprocess.run([sys.executable, os.path.join(folder, "..", "docs", f"{tool}.py"), root], capture_output=True,
                               text=True, check=False)
        if r.returncode != 1:
            yield f"{tool}: exit code {r.returncode}\n{r.stderr}"
        yield from (f"{tool}: did not say: {w}\n{r.stdout}" for w in wanted if w not in r.stdout)
        yield from (f"{tool}: complained of {p}\n{r.stdout}" for p in good if p in r.stdout)


def main():
    house = os.path.join(os.path.dirname(os.path.abspath(__file__)), "house.py")
    bad = list(pages_fail(os.path.dirname(house)))
    with tempfile.TemporaryDirectory() as root:
        write_all(root, TREE)
        for rule, wanted in WANTED.items():
            r = subprocess.run([sys.executable, house, root, rule, sys.argv[1]], capture_output=True, text=True, check=False)
            if r.returncode != 1:
                bad.append(f"{rule}: exit code {r.returncode}\n{r.stderr}")
            bad += [f"{rule}: did not say: {w}\n{r.stdout}" for w in wanted if w not in r.stdout]
            bad += [f"{rule}: complained of {p}" for p in ("forecast/quiet.c", "model/alone.h") if p in r.stdout]
    print("\n".join(bad) or "each rule was seen to fail")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
