#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parser, help, man pages, completions and reference agree: tables.py PAIBAN SHARE ROOT PAIBAN_PAGES

Takes the options that each command's --help shows, and compares them with what its man page, the
completions and docs/reference/commands.md say; then passes them to the program and
expects the parser to know each. Man pages must be clean for mandoc.
"""
import glob
import os
import re
import shutil
import subprocess
import sys


def run(*command, **more):
    r = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    return r.returncode, r.stdout, r.stderr


def help_options(text):
    return set(re.findall(r"^ +(?:-\w, )?--([a-z][a-z0-9-]*)", text, re.M))


def man_options(path):
    with open(path, encoding="utf-8") as f:
        return {o.replace("\\-", "-") for o in re.findall(r"^\.It (?:Fl \w , )?Fl \\-([a-z0-9\\-]+)", f.read(), re.M)}


def bash_words(script, words):
    """What bash offers after these words."""
    line = " ".join(f"'{w}'" for w in words)
    program = f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _paiban; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    return set(run("bash", "-c", program)[1].split())


def zsh_options(text, command):
    """Options in the array of a command (None: the common ones)."""
    start = text.index(f"    {command}) options+=(\n") if command else text.index("    options=(\n")
    part = text[start:text.index("    )\n" if not command else "    ) ;;\n", start)]
    return set(re.findall(r"--([a-z][a-z0-9-]*)[=\[}]", part))


def fish_options(text, command):
    found = set()
    for line in text.split("\n"):
        seen = re.search(r"__fish_seen_subcommand_from (\w+)'", line)
        if (seen.group(1) if seen else None) == command:
            found |= set(re.findall(r" -l ([a-z0-9-]+)", line))
    return found


def reference_options(text, command):
    start = text.index(f"\n## paiban {command}" if command else "\n## Common options")
    part = text[start + 1:].split("\n## ")[0]
    return set(re.findall(r"^\| `(?:-\w, )?--([a-z][a-z0-9-]*)", part, re.M))


class Check:
    def __init__(self, paiban, share, root, pages):
        self.paiban, self.share, self.root, self.pages, self.faults = paiban, share, root, pages, []
        self.bash = f"{share}/bash-completion/completions/paiban"
        with open(f"{share}/zsh/site-functions/_paiban", encoding="utf-8") as f:
            self.zsh = f.read()
        with open(f"{share}/fish/vendor_completions.d/paiban.fish", encoding="utf-8") as f:
            self.fish = f.read()
        with open(f"{root}/docs/reference/commands.md", encoding="utf-8") as f:
            self.reference = f.read()

    def same(self, what, expected, got):
        if expected != got:
            self.faults.append(f"{what}: missing {sorted(expected - got)}, too many {sorted(got - expected)}")

    def parser_knows(self, command, options):
        """All options at once, each with an empty value: the parser refuses that in words of its own."""
        _, _, err = run(self.paiban, command, *[f"--{o}=" for o in options], "--no-such-option-at-all",
                        env={"LC_ALL": "C.UTF-8"})
        for option in options:
            if not re.search(rf"--{option}(:| takes no value)", err):
                self.faults.append(f"the parser does not know paiban {command} --{option}")
        if "unknown option --no-such-option-at-all" not in err:
            self.faults.append(f"paiban {command} takes any option")

    def command(self, name, common):
        status, out, _ = run(self.paiban, name, "--help", env={"LC_ALL": "C.UTF-8"})
        shown = help_options(out)
        if status or not out.startswith("Example:"):
            self.faults.append(f"paiban {name} --help: exit {status}, or no example first")
        self.same(f"man page of {name}", shown, man_options(f"{self.share}/man/man1/paiban-{name}.1"))
        self.same(f"bash completion of {name}", {f"--{o}" for o in shown}, bash_words(self.bash, ["paiban", name, "-"]))
        self.same(f"zsh completion of {name}", shown - common, zsh_options(self.zsh, name))
        self.same(f"fish completion of {name}", shown - common, fish_options(self.fish, name))
        self.same(f"reference of {name}", shown - common, reference_options(self.reference, name))
        self.parser_knows(name, sorted(shown))

    def all(self):
        _, out, _ = run(self.paiban, "--help", env={"LC_ALL": "C.UTF-8"})
        common = help_options(out)
        commands = run(self.pages, "commands")[1].split()
        if not commands or not common:
            self.faults.append("no commands or no options at all")
        self.same("bash completion of commands", set(commands), bash_words(self.bash, ["paiban", ""]))
        self.same("zsh completion of common options", common, zsh_options(self.zsh, None))
        self.same("fish completion of common options", common, fish_options(self.fish, None))
        self.same("man page of paiban", common, man_options(f"{self.share}/man/man1/paiban.1"))
        self.same("reference of common options", common, reference_options(self.reference, None))
        for name in commands:
            if not re.search(rf"^  {name} ", out, re.M):
                self.faults.append(f"paiban --help does not name {name}")
            self.command(name, common)

    def tools(self):
        for page in glob.glob(f"{self.share}/man/man1/*.1"):
            _, out, err = run("mandoc", "-T", "lint", "-W", "style", page)
            # pages refer to each other; they are not installed where the test runs
            lines = [x for x in (out + err).split("\n") if x and "referenced manual not found" not in x]
            self.faults += lines
        if shutil.which("zsh") and run("zsh", "-n", f"{self.share}/zsh/site-functions/_paiban")[0]:
            self.faults.append("zsh does not read its completion")
        if shutil.which("fish") and run("fish", "-n", f"{self.share}/fish/vendor_completions.d/paiban.fish")[0]:
            self.faults.append("fish does not read its completion")
        if run(self.pages, "markdown")[1] != self.reference:
            self.faults.append("docs/reference/commands.md is not up to date: run tools/update-reference")
        with open(f"{self.root}/docs/reference/commands.zh.md", encoding="utf-8") as f:
            if run(self.pages, "markdown", "zh", f"{self.share}/locale")[1] != f.read():
                self.faults.append("docs/reference/commands.zh.md is not up to date: run tools/update-reference")


def main():
    check = Check(*[os.path.abspath(a) for a in sys.argv[1:5]])
    check.all()
    check.tools()
    print("\n".join(check.faults) or "all agree")
    return 1 if check.faults else 0


if __name__ == "__main__":
    sys.exit(main())
