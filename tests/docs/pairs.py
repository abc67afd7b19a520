#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page that users read stands in English and in Chinese, and both have the same build: pairs.py ROOT

PAGE.md and PAGE.zh.md lead to one another, and a Chinese page leads to Chinese ones where there are such. Both have headings of the
same levels in the same order, as many blocks of each kind, as many commands in each console block, and tables of as many rows, each of
as many columns and with the same decimals in it. Their texts hold the same decimals, in any order: who mends a figure in one mends it in
the other. What stands in ENGLISH_ONLY and DIFFERENT is for developers, or differs for the reason given there.
"""
import os
import re
import sys
from collections import Counter

# A page, or a folder: why there is no Chinese one.
ENGLISH_ONLY = {
    "docs/decisions": "for those who change the program",
    "docs/reference/staffing-bench.md": "for those who change the program: speed and accuracy measured",
}
# A page: what is not compared, and why.
DIFFERENT = {
    "docs/explanation/engine.md": ("rows figures", "measured figures stand in one place, the English page"),
}
PARTS = ("headings", "blocks", "rows", "figures")  # rows: which table, columns, decimals; figures: decimals of the text


def text_of(root, page):
    with open(os.path.join(root, page), encoding="utf-8") as f:
        return f.read()


def build_of(text):
    """{part: what of it must be the same}"""
    headings, blocks, rows, figures, inside, within, n_tables = [], [], [], [], False, False, 0
    for line in text.split("\n"):
        if line.startswith("```"):
            inside = not inside
            if inside:
                blocks.append([line[3:].strip(), 0])
        elif inside:
            blocks[-1][1] += line.startswith("$ ")
        elif re.match(r"#+ ", line):
            headings.append(line.split(" ")[0])
        before, within = within, not inside and line.startswith("|")
        n_tables += within and not before
        decimals = re.findall(r"\d+(?:[.,]\d+)+", line)
        if within:
            rows.append([f"table {n_tables}", len(re.findall(r"(?<!\\)\|", line)) - 1, sorted(decimals)])
        elif not inside and not line.startswith("```"):
            figures += decimals
    return {"headings": headings, "blocks": blocks, "rows": rows, "figures": sorted(figures)}


def users_pages(root):
    yield "README.md"
    for folder, _, files in os.walk(os.path.join(root, "docs")):
        for name in files:
            page = os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
            if name.endswith(".md") and not any(page == e or page.startswith(e + "/") for e in ENGLISH_ONLY):
                yield page


def first_difference(part, a, b):
    if part == "figures":
        only = [" ".join(sorted((Counter(x) - Counter(y)).elements())) or "none" for x, y in ((a, b), (b, a))]
        return f"figures: only in English {only[0]}; only in Chinese {only[1]}"
    for i, (x, y) in enumerate(zip(a, b)):
        if x != y:
            return f"{part}: number {i + 1} is {x} in English and {y} in Chinese"
    return f"{part}: {len(a)} in English, {len(b)} in Chinese"


def compare(root, page, chinese):
    english, other = text_of(root, page), text_of(root, chinese)
    for name, text, target in ((page, english, chinese), (chinese, other, page)):
        if f"]({os.path.basename(target)})" not in text:
            yield f"{name}: no link to {target}"
    for target in re.findall(r"\]\(([^)#\s]+\.md)(?:#[^)\s]*)?\)", other):
        path = os.path.normpath(os.path.join(os.path.dirname(chinese), target))
        if path != page and not path.endswith(".zh.md") and os.path.exists(os.path.join(root, path[:-3] + ".zh.md")):
            yield f"{chinese}: {target} stands in Chinese, too"
    a, b, left_out = build_of(english), build_of(other), DIFFERENT.get(page, ("", ""))[0].split()
    for part in PARTS:
        if (a[part] == b[part]) == (part in left_out):
            yield f"{page}: " + (first_difference(part, a[part], b[part]) if a[part] != b[part]
                                 else f"{part} are the same by now, so leave it out of DIFFERENT")


def main():
    root, faults, n = sys.argv[1], [], 0
    for page in sorted(users_pages(root)):
        if page.endswith(".zh.md"):
            if not os.path.exists(os.path.join(root, page[:-6] + ".md")):
                faults.append(f"{page}: no English counterpart")
            continue
        chinese = page[:-3] + ".zh.md"
        if not os.path.exists(os.path.join(root, chinese)):
            faults.append(f"{page}: no Chinese counterpart")
            continue
        n += 1
        faults += compare(root, page, chinese)
    faults += [f"{e}: is not there, so leave it out of the exceptions" for e in (*ENGLISH_ONLY, *DIFFERENT)
               if not os.path.exists(os.path.join(root, e))]
    print("\n".join(faults) or f"{n} pairs of pages")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
