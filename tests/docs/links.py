#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every relative link of every page leads somewhere, to a heading that is there: links.py ROOT"""
import os
import re
import sys


def pages(root):
    for folder, folders, files in os.walk(root):
        folders[:] = [f for f in folders if f not in ("build", ".git", "demo-workspace")]
        yield from (os.path.join(folder, f) for f in files if f.endswith(".md"))


def anchors(path):
    """The names that GitHub gives to a page's headings."""
    names = set()
    with open(path, encoding="utf-8") as f:
        text = re.sub(r"^```.*?^```", "", f.read(), flags=re.S | re.M)
    for heading in re.findall(r"^#+ (.*)$", text, re.M):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.strip().lower())
        name = again = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        n = 0
        while again in names:
            n += 1
            again = f"{name}-{n}"
        names.add(again)
    return names


def main():
    root, faults, n = sys.argv[1], [], 0
    for page in sorted(pages(root)):
        with open(page, encoding="utf-8") as f:
            text = re.sub(r"```.*?```|`[^`\n]*`", "", f.read(), flags=re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            n += 1
            path, _, anchor = target.partition("#")
            there = os.path.join(os.path.dirname(page), path) if path else page
            if "://" in target:
                continue
            if not os.path.exists(there):
                faults.append(f"{os.path.relpath(page, root)}: {target} leads nowhere")
            elif anchor and there.endswith(".md") and anchor not in anchors(there):
                faults.append(f"{os.path.relpath(page, root)}: {target}: no such heading")
    print("\n".join(faults) or f"{n} links")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
