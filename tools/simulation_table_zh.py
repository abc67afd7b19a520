#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/reference/simulation-table.zh.md out of simulation-table.md: simulation_table_zh.py [--check] ENGLISH CHINESE

The numbers are the English page's, the words stand here. Words that this table does not know stop it. --check
compares instead of writing.
"""
import re
import sys

HEAD = """# 模拟器与公式对照

由 `tools/simulation_table` 生成。每一行是一种情形：用 `pb_simulate` 模拟，再用 `staffing/` 的公式计算；两者除了在线坐席的定义之外，
不共用任何代码。± 是各批合在一起的 95 % 区间，“偏离”是三个数里偏离最远的一个，以标准误计。处理时长和耐心时长服从指数分布，与公式的假设相同；
耐心写 `nan` 的，没有人放弃。一次模拟里最前和最后的时段照常进行，但不计入。说明问题的是表格下面的那个数：各批自己的 95 % 区间，有多少包含了
公式的结果。每种情形只看一个区间看不出来，因为一行的三个数同升同降。[English](simulation-table.md)
"""
CASES = """# 两个说明问题的例子

由 `bench/staffing_cases` 生成。一天里有两次促销（10:00 和 20:00），目标是 20 秒内接起 80 %，时段 30 分钟：逐时段配人，促销之后的那个时段
会被还没处理完的联络淹没，处理时长越长越严重。默认做法把负载带到下一时段，联络较长时还逐段推算整天的队列；“计算”是人力需求表里
`service_level` 列的最低值，“模拟”是 96 个模拟时段里的最低值，随机波动也会使它低于自己的平均值。

两个各 10 爱尔兰的队列（300 秒，耐心 120 秒，20 秒内接起 80 %），22 名坐席：人力需求的 a、b、a+b 三行在每一行里都满足，会两个队列的坐席
越多，每个队列离目标越近。22 人中有 8 人会两个，就只差一个百分点。
"""
ROWS = {  # what a line of the English page begins with: the Chinese line, or the heading of a table
    "| setting |": "| 情形 | 联络/小时 | 处理 秒 | 耐心 秒 | T 秒 | 坐席 | 服务水平：公式 | 模拟 | 接通率：公式 | 模拟 | 平均等待 秒：公式 | 模拟 | 偏离 |",
    "| handle time |": "| 处理时长 | 配人 | 平均坐席数 | 全天服务水平 | 最差时段：计算 | 模拟 | 低于 75 % 的时段 |",
    "| agents who know both |": "| 会两个的坐席 | 会 a、会 b、会任一个：现有 ≥ 需要 | 联络分给 | a 的服务水平 | b 的服务水平 |",
}
SENTENCES = [
    (r"(\d+) settings whose model is exact, (\d+) values, each simulated in (\d+) batches of (\d+) replications with random numbers of "
     r"their own: (\d+) of (\d+) intervals of 95 % hold the model \((\S+) %\)\. All batches together: (\d+) of (\d+) values inside their "
     r"95 % interval \((\S+) %\), the farthest (\S+) standard errors off \(chance alone: at most (\S+) in 95 of 100 such tables\)\.",
     r"公式精确的情形 \1 种，\2 个数，各模拟 \3 批，每批 \4 次，随机数各自独立：\6 个 95 % 区间有 \5 个包含公式的结果（\7 %）。各批合在一起：\9 个数"
     r"有 \8 个落在自己的 95 % 区间之内（\g<10> %），最远的偏离 \g<11> 个标准误（单凭偶然：100 张这样的表有 95 张不超过 \g<12>）。"),
    (r"(\d+) settings of chat with three and more at once whose times grow with the load, (\d+) values: (\S+) % of the intervals of the "
     r"batches hold the model, its service level is at most (\S+) points off\.",
     r"同时接三个以上会话、时长随负载增加的在线情形 \1 种，\2 个数：各批的区间有 \3 % 包含公式的结果，公式的服务水平最多偏离 \4 个百分点。"),
]
WORDS = [
    ("patience = handle time", "耐心 = 处理时长"), ("five times the load", "五倍负载"), ("twice the load", "两倍负载"),
    ("small and busy", "小而忙"), ("very patient", "极有耐心"), ("long contacts", "长联络"), ("short contacts", "短联络"),
    ("AHT alone", "只有 AHT"), ("idle close", "空闲即关闭"), ("one agent", "一名坐席"), ("two agents", "两名坐席"), ("slot by slot", "逐时段"),
    ("longest idle", "空闲最久者"), ("fewest skills", "技能最少者"), ("critical", "临界"), ("typing", "打字多"), ("default", "默认"),
    ("chat", "在线"), ("small", "小"), ("busy", "忙"),
    (r"(\d+) of 96", r"96 个中 \1 个"), (r"(\d+) Erlang on (\d+)", r"\1 爱尔兰对 \2 人"), (r"impatient (\d+) s\b", r"没耐心，\1 秒"),
    (r"\bpatient", "有耐心"), (r"(\d+) agents", r"\1 名坐席"), (r"(\d+) % over", r"超出 \1 %"), (r"\bover\b", "超负荷"), (r"(\d+) Erlang", r"\1 爱尔兰"),
    (r"T = (\d+) s\b", r"T = \1 秒"), (r"(\d+) min\b", r"\1 分钟"),
]


def cell(text):
    for english, chinese in WORDS:
        text = re.sub(english, chinese, text)
    text = re.sub(r"(?<=[^\d]), | ?(?<=\d), (?=\D)", "，", text) if re.search("[\u4e00-\u9fff]", text) else text
    if re.search(r"[A-Za-z]{3}", re.sub(r"\b(nan|AHT)\b", "", text)):
        raise SystemExit(f"no Chinese for: {text}")
    return text


def line_of(line):
    for begin, chinese in ROWS.items():
        if line.startswith(begin):
            return chinese
    if line.startswith("|"):
        return "|".join(cell(c) for c in line.split("|"))
    for english, chinese in SENTENCES:
        if re.fullmatch(english, line):
            return re.sub(english, chinese, line)
    raise SystemExit(f"no Chinese for: {line}")


def chinese_of(page):
    """The two headings bring their words with them; what is below them is tables and sentences of numbers."""
    lines = page.split("\n")
    starts = [i for i, line in enumerate(lines) if line.startswith("| ") and not lines[i - 1].startswith("|")]
    second = lines.index("# Two cases that decide")
    first_table = [line_of(x) if x else "" for x in lines[starts[0]:second]]
    cases = [line_of(x) if x else "" for x in lines[next(i for i in starts if i > second):]]
    return "\n".join([HEAD, *first_table, CASES, *cases])


def main():
    check, (english, chinese) = "--check" in sys.argv, [a for a in sys.argv[1:] if a != "--check"]
    with open(english, encoding="utf-8") as f:
        text = chinese_of(f.read())
    if not check:
        with open(chinese, "w", encoding="utf-8") as f:
            f.write(text)
        return 0
    with open(chinese, encoding="utf-8") as f:
        same = f.read() == text
    if not same:
        print(f"{chinese} is not up to date: run tools/simulation_table_zh.py {english} {chinese}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
