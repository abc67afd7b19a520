#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every relative link of every page leads somewhere: links.py ROOT"""
import os
import re
import sys


def pages(root):
    for folder, folders, files in os.walk(root):
        folders[:] = [f for f in folders if f not in ("build", ".git", "demo-workspace")]
        yield from (os.path.join(folder, f) for f in files if f.endswith(".md"))


def main():
    root, faults, n = sys.argv[1], [], 0
    for page in sorted(pages(root)):
        with open(page, encoding="utf-8") as f:
            text = re.sub(r"```.*?```|`[^`\n]*`", "", f.read(), flags=re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            n += 1
            path = target.split("#")[0]
            if "://" not in target and path and not os.path.exists(os.path.join(os.path.dirname(page), path)):
                faults.append(f"{os.path.relpath(page, root)}: {target} leads nowhere")
    print("\n".join(faults) or f"{n} links")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
