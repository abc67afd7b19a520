#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""serve.py PAIBAN: paiban serve as a browser and a calendar meet it, and as somebody does who may not."""
import contextlib
import http.client
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.parse

failures = []
SANITIZED_KB = 1 << 30  # a program under AddressSanitizer maps terabytes; it finds by itself what is kept


def expect(what, is_so, got=""):
    if not is_so:
        failures.append(f"{what}: {got!r}"[:600])


class Browser:
    def __init__(self, port):
        self.port, self.cookie, self.name = port, None, f"paiban-{port}"

    def ask(self, method, path, form=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {k.replace("_", "-"): v for k, v in headers.items()}
        if self.cookie:
            headers["Cookie"] = f"{self.name}={self.cookie}"
        body = urllib.parse.urlencode(form) if form is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        connection.close()
        return answer.status, text, answer.headers

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def run(self, form, **fields):
        """Sends a form and waits for its end; the page then."""
        status, text, _ = self.ask("POST", "/run", {"form": form, **fields})
        if status != 303:
            return status, text
        for _ in range(600):
            _, _, headers = self.get("/job.txt?from=0")
            if headers["X-Paiban-Job"] == "ended":
                break
            time.sleep(0.1)
        return self.get("/job")[:2]


@contextlib.contextmanager
def serving(program, folder, *options):
    with subprocess.Popen([program, "serve", "-C", folder, "--port", "0", *options], stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}) as server:
        line = server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        try:
            if not found:
                sys.exit(f"no address: {line!r} {server.stderr.read()}")
            browser = Browser(int(found[1]))
            browser.pid = server.pid
            yield browser, line, server
        finally:
            server.send_signal(signal.SIGINT)
            expect("it ends at Ctrl-C", server.wait(30) == 0, server.returncode)
            words = server.stderr.read()
            expect("standard error without a defect", "ERROR" not in words, words)


def keys(browser, line, folder):
    key = re.search(r"key=([0-9a-f]{40})", line)[1]
    path = os.path.join(folder, "private/serve.key")
    expect("the key's file is private", stat.S_IMODE(os.stat(path).st_mode) == 0o600)
    for page in ("/", "/job", "/job.txt", "/files", "/file/agents.csv", "/calendars", "/report", "/follow.js", "/none"):
        status, text, _ = browser.get(page)
        expect(f"{page} without the key", status == 403 and "王芳" not in text, (status, text))
    expect("nothing runs without the key", browser.ask("POST", "/run", {"form": "staff"})[0] == 403)
    status, text, headers = browser.get("/?key=" + "0" * 40)
    expect("a wrong key", status == 403 and "not the key" in text and "Set-Cookie" not in headers, (status, text))
    browser.cookie = key[:-1]
    expect("a part of the key", browser.get("/")[0] == 403)
    browser.cookie = None
    status, _, headers = browser.get(f"/?key={key}")
    cookie = headers["Set-Cookie"]
    expect("the key opens", status == 303 and headers["Location"] == "/", (status, cookie))
    expect("the cookie", all(x in cookie for x in (f"{browser.name}={key}", "HttpOnly", "SameSite=Lax")) and "Secure" not in cookie, cookie)
    expect("behind TLS", "; Secure" in browser.get(f"/?key={key}", X_Forwarded_Proto="https")[2]["Set-Cookie"])
    expect("behind a proxy, whose name has no port", browser.get(f"/?key={key}", Host="plan.example")[2]["Set-Cookie"].startswith("paiban="))
    expect("on to the page asked for", browser.get(f"/files?key={key}")[2]["Location"] == "/files")
    for path in ("//evil.example/", "//evil.example", "/%0d%0aX-Evil:1", "/\\evil.example", "/run"):
        status, _, headers = browser.get(f"{path}?key={key}")
        expect(f"never elsewhere: {path}", status == 303 and headers["Location"] == "/" and "X-Evil" not in headers, headers["Location"])
    expect("the key typed", browser.ask("POST", "/", {"key": key})[0] == 303)
    browser.cookie = key


def pages(browser):
    status, text, headers = browser.get("/")
    expect("the plan", status == 200 and "Step by step" in text and "not yet" in text, (status, text))
    expect("headers", "default-src 'none'" in headers["Content-Security-Policy"] and headers["Cache-Control"] == "no-store")
    # with "no-referrer" a browser sends "Origin: null" with the page's own forms, and each of them is refused (Fetch, 3.2)
    expect("browsers name where a form comes from", headers["Referrer-Policy"] == "same-origin", headers["Referrer-Policy"])
    status, text, _ = browser.get("/", Accept_Language="fr;q=0.9, zh-CN, en")
    expect("in Chinese", status == 200 and 'lang="zh-CN"' in text and "逐步进行" in text, text)
    expect("nothing was run", "Nothing was run yet" in browser.get("/job")[1])
    expect("HEAD", browser.ask("HEAD", "/")[:2] == (200, ""))
    expect("no such page", browser.get("/none")[0] == 404)
    expect("POST where none is taken", browser.ask("POST", "/files", {"a": "b"})[0] == 405)
    expect("no report yet", browser.get("/report")[0] == 404)


def commands(browser, folder):
    status, text = browser.run("run")
    expect("run", status == 200 and "<b>Done.</b>" in text and "== plan" in text and "\n== check\n" in text, (status, text))
    expect("what it left", os.path.exists(os.path.join(folder, "out/roster.csv")))
    status, text, _ = browser.get("/")
    expect("the cost stands on the page", "Cost " in text and "not yet" in text, text)
    with open(os.path.join(folder, "out/roster.csv"), encoding="utf-8") as file:
        days = sorted(line.split(",")[0] for line in file.read().splitlines()[1:])
    expect("the roster's days", f"The roster is for {days[0]} to {days[-1]}." in text, text)
    expect("the forms ask for one of them", f'name="a-date" min="{days[0]}" max="{days[-1]}" required' in text, text)
    status, words, headers = browser.get("/file/out/plan.txt")
    expect("why, to be read", status == 200 and words.startswith("Cost ") and "Content-Disposition" not in headers and
           headers["Content-Type"] == "text/plain; charset=utf-8" and "/file/out/plan.txt" in text, words)
    made = os.stat(os.path.join(folder, "out/roster.csv")).st_mtime
    os.utime(os.path.join(folder, "out/roster.csv"), (made + 5, made + 5))
    text = browser.get("/")[1]
    expect("figures of another roster are not shown", "newer than the last figures" in text and "Cost " not in text, text)
    os.utime(os.path.join(folder, "out/roster.csv"), (made, made))
    later = time.time() + 5
    os.utime(os.path.join(folder, "absences.csv"), (later, later))
    expect("what changed since", "changed since: <code>absences.csv</code>" in browser.get("/")[1])
    expect("the report", browser.get("/report")[0] == 200)
    status, text = browser.run("cover", agent="a3", date="2026-12-02")
    expect("cover", "paiban cover a3 2026-12-02" in text and "<b>Done.</b>" in text, text)
    status, text = browser.run("cover", agent="a3", date="2026-12-24")
    expect("cover of a day that is not there", "Bad input" in text, text)
    before = open(os.path.join(folder, "out/roster.csv"), encoding="utf-8").read()
    status, text = browser.run("cover", agent="a3", date="--apply")
    expect("an operand is no option", "<b>Done.</b>" not in text, text)
    status, text = browser.run("run", **{"time-limit": "1m --fresh"})
    expect("a choice that was not offered", status == 400, text)
    expect("nothing was written by these", before == open(os.path.join(folder, "out/roster.csv"), encoding="utf-8").read())
    for form in ({"form": "init"}, {"form": ""}, {}, {"form": "cover", "agent": "a3"}, {"form": "why", "agent": "a3", "date": ""}):
        expect(f"no such form {form}", browser.ask("POST", "/run", form)[0] == 400)
    expect("a form too large", browser.ask("POST", "/run", {"form": "x" * 100000})[0] == 413)
    markup = "<img src=x onerror=alert(1)>"
    status, text = browser.run("swap", a=markup, **{"a-date": "2026-12-02", "b": "a1", "b-date": "2026-12-02"})
    expect("what is typed stays text", "&lt;img" in text and "<img" not in text, text)


def raw(browser, *requests):
    """What comes over the wire for these, one after another over one connection."""
    with socket.create_connection(("127.0.0.1", browser.port), timeout=60) as wire:
        for i, request in enumerate(requests):
            last = "Connection: close\r\n" if i == len(requests) - 1 else ""
            wire.sendall(f"{request}\r\nHost: 127.0.0.1:{browser.port}\r\nCookie: {browser.name}={browser.cookie}\r\n{last}\r\n".encode())
        return b"".join(iter(lambda: wire.recv(65536), b"")).decode("utf-8")


def memory_kb(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return int(re.search(r"VmData:\s+(\d+)", file.read())[1])


def the_wire(browser):
    whole = raw(browser, "GET /file/agents.csv HTTP/1.1")
    etag = re.search(r'ETag: (".*?")', whole)[1]
    length = re.search(r"Content-Length: (\d+)", whole)[1]
    known = f'GET /file/agents.csv HTTP/1.1\r\nIf-None-Match: W/"x", W/{etag}'
    for request in (known, "HEAD /file/agents.csv HTTP/1.1"):
        text = raw(browser, request, "GET /job.txt HTTP/1.1")
        expect("no body, and what length it would have", len(re.findall("^HTTP/1.1 ", text, re.M)) == 2 and "agent," not in text and
               f"Content-Length: {length}" in text and etag in text, text)
    with socket.create_connection(("127.0.0.1", browser.port), timeout=60) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        body = "form=" + "x" * 20000
        wire.sendall(f"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        before = memory_kb(browser.pid)
        for byte in body[:-1]:
            wire.send(byte.encode())
        time.sleep(0.5)
        kb = memory_kb(browser.pid)
        expect("a form that comes byte by byte takes the memory of a form", before > SANITIZED_KB or kb < before + 20000, (before, kb))


def many_requests(browser):
    """What a request took is given back: strangers can ask for the page with the key as often as they like."""
    stranger = Browser(browser.port)
    for _ in range(20):
        stranger.get("/")
    before = memory_kb(browser.pid)
    for _ in range(300):
        stranger.get("/")
    after = memory_kb(browser.pid)
    expect("300 requests leave nothing behind", before > SANITIZED_KB or after < before + 1000, (before, after))


def ends_unseen(browser):
    """The end of what runs is noted when it comes, not when somebody looks."""
    begin = time.time()
    browser.ask("POST", "/run", {"form": "staff"})
    for _ in range(600):
        time.sleep(0.1)
        children = subprocess.run(["ps", "-o", "stat=", "--ppid", str(browser.pid)], capture_output=True, text=True, check=False).stdout.split()
        if not children:
            break
    expect("no process stays that is over", not children, children)
    took = time.time() - begin
    time.sleep(3.2)
    text = browser.get("/job")[1]
    seconds = re.search(r"</b> (\d+) s<", text)
    expect("how long it took", seconds and int(seconds[1]) <= took + 1.5, text)
    job = re.search(r'data-job="(\d+)"', text)[1]
    status, text, headers = browser.get(f"/job.txt?job={int(job) + 1}&from=0")
    expect("a page of what ran before is over", (status, text, headers["X-Paiban-Job"]) == (200, "", "ended"), text)
    expect("a page of what ran last goes on", browser.get(f"/job.txt?job={job}&from=0")[1] != "")


def await_signals(server):
    """Until what runs catches Ctrl-C: before that any program just ends."""
    for _ in range(300):
        children = subprocess.run(["ps", "-o", "caught=", "--ppid", str(server)], capture_output=True, text=True, check=False).stdout.split()
        if all(int(mask.strip("<>+"), 16) & 2 for mask in children):
            return
        time.sleep(0.02)


def one_at_a_time(browser):
    status, _, _ = browser.ask("POST", "/run", {"form": "simulate"})
    again, text, _ = browser.ask("POST", "/run", {"form": "staff"})
    running = "Another command" in text
    expect("the second waits, or the first was quick", (again == 409) == running and status == 303, (status, again))
    await_signals(browser.pid)
    for click in ("stop", "a double click"):
        expect(click, browser.ask("POST", "/stop", {})[0] == 303)
    for _ in range(300):
        if browser.get("/job.txt?from=0")[2]["X-Paiban-Job"] == "ended":
            break
        time.sleep(0.1)
    else:
        failures.append("what was stopped goes on")
    text = browser.get("/job")[1]
    expect("a double click is one stop, not an end by force", "by force" not in text, text)


def other_sites(browser):
    host = f"127.0.0.1:{browser.port}"
    for origin in ("http://evil.example", f"http://{host}.evil.example", "null"):
        status, _, _ = browser.ask("POST", "/run", {"form": "staff"}, Origin=origin)
        expect(f"a form from {origin}", status == 403, status)
    expect("a form from here", browser.ask("POST", "/stop", {}, Origin=f"http://{host}")[0] == 303)


def files(browser, folder):
    text = browser.get("/files")[1]
    expect("the tables are listed", all(x in text for x in ("/file/agents.csv", "/file/out/roster.csv", "/file/out/report.xlsx")))
    expect("secrets are not", "private" not in text and "feeds/" not in text and ".paiban" not in text, text)
    status, text, headers = browser.get("/file/out/roster.csv")
    expect("a table", status == 200 and text.startswith("date,") and headers["Content-Disposition"] == "attachment", text)
    os.symlink("/etc/hostname", os.path.join(folder, "link.csv"))
    for name in ("private/serve.key", "private/feeds.csv", "../" + os.path.basename(folder) + "/agents.csv", "rosters/../private/feeds.csv",
                 "out/../agents.csv", "/etc/passwd", "%2e%2e/x.csv", ".paiban.lock", "link.csv", "out", "", "out/none.csv",
                 "out/calendars/feeds/x.ics"):
        expect(f"no file {name}", browser.get("/file/" + name)[0] == 404)


def feeds(browser, folder):
    status, text = browser.run("publish")
    expect("publish", "<b>Done.</b>" in text, text)
    text = browser.get("/calendars")[1]
    tokens = re.findall(r"http://127\.0\.0\.1:\d+/feeds/([a-z2-7]+)\.ics", text)
    expect("an address each", len(tokens) == len(set(tokens)) == 5 and "王芳" in text and "webcal://" in text, text)
    stranger = Browser(browser.port)
    status, text, headers = stranger.get(f"/feeds/{tokens[0]}.ics")
    expect("a feed asks for no key", status == 200 and text.startswith("BEGIN:VCALENDAR"), (status, text))
    expect("its headers", headers["Content-Type"] == "text/calendar; charset=utf-8" and headers["Cache-Control"].startswith("private"))
    with open(os.path.join(folder, "out/calendars/feeds", tokens[0] + ".ics"), encoding="utf-8", newline="") as file:
        expect("its bytes", text == file.read())
    expect("not changed", stranger.get(f"/feeds/{tokens[0]}.ics", If_None_Match=headers["ETag"])[:2] == (304, ""))
    expect("changed", stranger.get(f"/feeds/{tokens[0]}.ics", If_None_Match='"old"')[0] == 200)
    for name in ("", "none.ics", tokens[0], tokens[0] + ".ics/", "../feeds/" + tokens[0] + ".ics", "../../../private/serve.key", "."):
        expect(f"no feed {name}", stranger.get("/feeds/" + name)[0] == 404)
    expect("no list of feeds", stranger.get("/feeds/")[0] == 404)
    return tokens[0]


def feeds_only(program, folder, token):
    with serving(program, folder, "--feeds-only") as (browser, line, _):
        expect("no key is printed", "key" not in line, line)
        expect("the feed", browser.get(f"/feeds/{token}.ics")[0] == 200)
        with open(os.path.join(folder, "private/serve.key"), encoding="utf-8") as file:
            browser.cookie = file.read()
        for page in ("/", "/files", "/file/agents.csv", f"/?key={browser.cookie}"):
            expect(f"{page} with feeds alone", browser.get(page)[0] == 404)
        expect("nothing runs", browser.ask("POST", "/run", {"form": "staff"})[0] == 404)


def refused(program, folder, port):
    for options, code, words in ((["--port", str(port)], 3, "cannot listen"), (["--address", "nowhere"], 3, "no address"),
                                 (["--port", "70000"], 2, "port"), (["-C", folder + "/none"], 3, "no such folder")):
        done = subprocess.run([program, "serve", "-C", folder, *options], capture_output=True, text=True, check=False, timeout=60)
        expect(f"serve {options}", done.returncode == code and words in done.stderr, (done.returncode, done.stderr))


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as above:
        folder = os.path.join(above, "ws")
        subprocess.run([program, "init", folder, "--sample", "tiny", "--quiet"], check=True)
        trial = subprocess.run([program, "serve", "-C", folder, "--address", "nowhere"], capture_output=True, text=True, check=False)
        if "without libmicrohttpd" in trial.stderr:
            print("built without libmicrohttpd: that is said, and the test ends")
            return
        with serving(program, folder, "--json") as (_, line, _):
            expect("--json", json.loads(line)["url"].startswith("http://"), line)
        with serving(program, folder) as (browser, line, server):
            keys(browser, line, folder)
            pages(browser)
            commands(browser, folder)
            the_wire(browser)
            many_requests(browser)
            ends_unseen(browser)
            one_at_a_time(browser)
            other_sites(browser)
            files(browser, folder)
            token = feeds(browser, folder)
            refused(program, folder, browser.port)
            expect("it is still there", server.poll() is None)
        feeds_only(program, folder, token)
    for failure in failures:
        print(failure)
    sys.exit(bool(failures))


main()
