#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""publish against servers that misbehave: servers.py PAIBAN caldav|mail

caldav: a small CalDAV server on the loopback answers some requests with 401, 403, 409, 412, 429, 503, 500 or a
dropped connection; what the program does is compared with what it should, and the next run, to a
server that behaves, must end with exactly the roster on it.
mail: a small SMTP server takes the messages; they must be well-formed, sent once, and follow a re-plan.
"""
import email
import email.policy
import http.server
import os
import re
import shutil
import signal
import socketserver
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))


class Dav(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store, faults, log, count = {}, [], [], [0]

    def log_message(self, *_):
        pass

    def answer(self, code, body=b"", **headers):
        self.send_response(code)
        for k, v in headers.items():
            self.send_header(k.replace("_", "-"), v)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.log.append((self.command, self.path))
        for fault in self.faults:
            method, which, times, reply = fault
            if times > 0 and method == self.command and re.search(which, self.path):
                fault[2] -= 1
                if reply == "drop":
                    self.close_connection = True
                    self.connection.shutdown(2)
                    return None
                return self.answer(*reply[:2], **(reply[2] if len(reply) > 2 else {}))
        return getattr(self, "on_" + self.command)(body)

    do_PROPFIND = do_MKCALENDAR = do_PUT = do_DELETE = do_GET = do

    def on_PROPFIND(self, _):
        rows = "".join(f"<response><href>{p}</href><propstat><prop><getetag>{e}</getetag></prop></propstat></response>"
                       for p, (e, _) in sorted(self.store.items()) if p.startswith(self.path))
        self.answer(207, f'<multistatus xmlns="DAV:"><response><href>{self.path}</href></response>{rows}</multistatus>'.encode())

    def on_MKCALENDAR(self, _):
        self.answer(201)

    def on_GET(self, _):
        there = self.store.get(self.path)
        self.answer(200, there[1], ETag=there[0]) if there else self.answer(404)

    def allowed(self):
        there = self.store.get(self.path)
        if self.headers.get("If-None-Match") == "*":
            return there is None
        return there is not None and self.headers.get("If-Match") == there[0]

    def on_PUT(self, body):
        if not self.allowed():
            return self.answer(412)
        self.count[0] += 1
        etag, known = f'"{self.count[0]}"', self.path in self.store
        self.store[self.path] = (etag, body)
        return self.answer(204 if known else 201, ETag=etag)

    def on_DELETE(self, _):
        if self.path not in self.store:
            return self.answer(404)
        if not self.allowed():
            return self.answer(412)
        del self.store[self.path]
        return self.answer(200)


class Smtp(socketserver.StreamRequestHandler):
    box, refuse = [], [0]

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 here")
        to = None
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("EHLO"):
                self.say("250 here")
            elif word.startswith("RCPT"):
                to = line[line.index("<") + 1:line.index(">")]
                self.say("250 ok")
            elif word == "DATA":
                if self.refuse[0] > 0:
                    self.refuse[0] -= 1
                    self.say("451 later")
                    continue
                self.say("354 go on")
                text = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    text += part[1:] if part.startswith(b"..") else part
                self.box.append((to, email.message_from_bytes(text, policy=email.policy.default)))
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


class Work:
    def __init__(self, paiban, folder):
        self.paiban, self.folder, self.now = paiban, folder, 0
        subprocess.run([sys.executable, os.path.join(HERE, "scenario.py"), "pair", folder, "Asia/Shanghai"], check=True)

    def publish(self, *options, interrupt_when=None):
        self.now += 1
        env = {**os.environ, "PAIBAN_NOW": f"2026-10-18T{self.now:02}:00:00Z", "PAIBAN_CALDAV_USER": "u",
               "PAIBAN_CALDAV_PASSWORD": "x"}
        with subprocess.Popen([self.paiban, "publish", "-q", "-C", self.folder, *options], env=env, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as p:
            while interrupt_when and p.poll() is None:
                if interrupt_when():
                    p.send_signal(signal.SIGINT)
                    break
                time.sleep(0.02)
            return p.wait()

    def table(self, name):
        with open(os.path.join(self.folder, "out/calendars", name), encoding="utf-8") as f:
            head, *rows = [line.rstrip("\n").split(",", 6) for line in f]
        return {r[0]: dict(zip(head[1:], r[1:])) for r in rows}

    def live(self, agent):
        with open(os.path.join(self.folder, "published.csv"), encoding="utf-8") as f:
            rows = [line.split(",") for line in f]
        return {r[0].split("@")[0] + ".ics": int(r[5]) for r in rows if r[1] == agent and r[8] == "live"}


def must(what, got, want):
    if got != want:
        sys.exit(f"{what}: got {got!r}, expected {want!r}")


def server_equals_roster(work):
    for agent in ("1042", "1043", "1044"):
        held = {p.rsplit("/", 1)[1]: int(re.search(rb"SEQUENCE:(\d+)", b).group(1))
                for p, (_, b) in Dav.store.items() if p.startswith(f"/{agent}/") and "/foreign" not in p}
        must(f"server of {agent}", held, work.live(agent))


def caldav(paiban, folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Dav)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = ["--caldav", f"http://127.0.0.1:{server.server_address[1]}/{{agent}}/"]
    work = Work(paiban, folder)
    Dav.store["/1042/foreign.ics"] = ('"f"', b"BEGIN:VCALENDAR\r\nthe agent's own\r\n")
    # 503 with Retry-After, 500 and a dropped connection are tried again
    Dav.faults[:] = [["PUT", "/1042/", 1, (503, b"", {"Retry_After": "0"})], ["PUT", "/1043/", 2, (500, b"")],
                     ["PROPFIND", "/1044/", 1, "drop"], ["PUT", "/1042/", 1, (429, b"", {"Retry_After": "1"})]]
    must("retries", work.publish(*url), 0)
    server_equals_roster(work)
    must("faults used", [f[2] for f in Dav.faults], [0, 0, 0, 0])
    Dav.log.clear()
    must("nothing new", work.publish(*url), 0)
    must("only listings travel", {m for m, _ in Dav.log}, {"PROPFIND"})
    # 401 ends one agent, the others go on; the next run repairs it
    new = os.path.join(folder, "new.csv")
    Dav.faults[:] = [["PUT", "/1042/", 9, (401, b"")]]
    must("401", work.publish(new, *url), 3)
    must("one refusal is enough", work.table("caldav.csv")["1042"]["failed"], "1")
    must("others are served", work.table("caldav.csv")["1043"]["failed"], "0")
    # a UID that lives under another name is reported, the rest goes on
    Dav.faults[:] = [["PUT", "/1042/", 1, (409, b'<error xmlns="DAV:"><no-uid-conflict/></error>')]]
    must("409", work.publish(new, *url), 3)
    must("409 in the table", "under another name" in work.table("caldav.csv")["1042"]["note"], True)
    Dav.faults[:] = []
    must("repair", work.publish(new, *url), 0)
    server_equals_roster(work)
    # somebody changed ours between listing and PUT: looked at again once, ours wins
    some = next(p for p in Dav.store if p.startswith("/1043/"))
    Dav.store[some] = ('"edited"', Dav.store[some][1].replace(b"SUMMARY:", b"SUMMARY:edited "))
    Dav.faults[:] = [["PUT", re.escape(some), 1, (412, b"")]]
    must("412", work.publish(new, *url), 0)
    must("ours won", b"edited" in Dav.store[some][1], False)
    # a later revision on the server is not overwritten
    Dav.faults[:] = []
    Dav.store[some] = ('"later"', re.sub(rb"SEQUENCE:\d+", b"SEQUENCE:99", Dav.store[some][1]))
    must("a later revision", work.publish(new, *url), 3)
    must("it stays", b"SEQUENCE:99" in Dav.store[some][1], True)
    must("foreign resources stay", Dav.store["/1042/foreign.ics"][0], '"f"')
    # Ctrl-C while waiting for a busy server: the exit code says that not all was sent, the next run sends it
    Dav.store[some] = ('"later"', re.sub(rb"SEQUENCE:\d+", b"SEQUENCE:0", Dav.store[some][1]))
    Dav.faults[:] = [["PUT", "/1043/", 9, (503, b"", {"Retry_After": "60"})]]
    must("Ctrl-C", work.publish(new, *url, interrupt_when=lambda: Dav.faults[0][2] < 9), 4)
    Dav.faults[:] = []
    must("the rest", work.publish(new, *url), 0)
    server_equals_roster(work)
    must("a server that is not there", work.publish(new, "--caldav", "http://127.0.0.1:9/{agent}/"), 3)
    must("an address without {agent}", work.publish(new, "--caldav", "http://127.0.0.1:9/"), 3)
    server.shutdown()
    print("caldav: retries, refusals, conflicts and repairs as they should be")


def mail(paiban, folder):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Smtp)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    smtp = ["--smtp", f"smtp://127.0.0.1:{server.server_address[1]}", "--invite"]
    work = Work(paiban, folder)
    must("dry run", work.publish("--dry-run", *smtp), 0)
    shown = {os.path.basename(x) for _, _, files in os.walk(os.path.join(folder, "out/calendars/mail")) for x in files}
    must("a dry run sends nothing", Smtp.box, [])
    must("a dry run publishes nothing", os.path.exists(os.path.join(folder, "published.csv")), False)
    Smtp.refuse[0] = 1
    must("first", work.publish(*smtp), 0)
    must("what the dry run showed", len(shown), len(Smtp.box))
    old = {a: work.live(a) for a in ("1042", "1043")}
    must("a message each", sum(to == "wang@example.com" for to, _ in Smtp.box), len(old["1042"]))
    for to, m in Smtp.box:
        part = m.get_body(("plain",)), [p for p in m.walk() if p.get_content_type() == "text/calendar"][0]
        must("method", part[1].get_param("method"), "REQUEST")
        text = part[1].get_content().replace("\r\n ", "")
        must("attendee", f"mailto:{to}" in text and "ORGANIZER:mailto:roster@example.com" in text, True)
        must("subject", m["Subject"].startswith(("新增：", "New: ")), True)
        must("from", str(m["From"]).strip("<>"), "roster@example.com")
    Smtp.box.clear()
    must("again", work.publish(*smtp), 0)
    must("nothing is sent twice", Smtp.box, [])
    must("re-plan", work.publish(os.path.join(folder, "new.csv"), *smtp), 0)
    held = dict(old["1042"])
    for to, m in Smtp.box:
        part = [p for p in m.walk() if p.get_content_type() == "text/calendar"][0]
        text = part.get_content().replace("\r\n ", "")
        uid = re.search(r"^UID:(\w+)@", text, re.M).group(1) + ".ics"
        seq = int(re.search(r"^SEQUENCE:(\d+)", text, re.M).group(1))
        if to != "wang@example.com":
            continue
        must("later revision", seq > held.get(uid, -1), True)
        held[uid] = seq
        if part.get_param("method") == "CANCEL":
            del held[uid]
    must("what the reader holds", held, work.live("1042"))
    server.shutdown()
    print("mail: well-formed, once each, following the re-plan")


if __name__ == "__main__":
    base = tempfile.mkdtemp(prefix="paiban-servers-")
    try:
        {"caldav": caldav, "mail": mail}[sys.argv[2]](os.path.abspath(sys.argv[1]), os.path.join(base, "work"))
    finally:
        shutil.rmtree(base, ignore_errors=True)
