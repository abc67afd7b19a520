#!/usr/bin/env bash
# shellcheck disable=SC2034,SC1007,SC2317  # loop counters; PREV= clears a variable for one call; called by trap and parser
# SPDX-License-Identifier: GPL-3.0-or-later
# calendar-clients.sh OLD.ics NEW.ics   - show what real calendar clients hold after OLD, and after the re-plan NEW.
# calendar-clients.sh --install         - apt + npm install of everything it can drive (Debian 12)
# calendar-clients.sh --lint FILE.ics   - only the byte-level checks
#
# Environment: CLIENT_TZ (default Asia/Shanghai)  zone the clients run in
#              ONLY="khal radicale ..."           restrict to some clients
#              NPM_DIR (default $HOME/.cache/roster-ics-npm)
#              VERBOSE=0                          only the summary table
#              MESSAGES=DIR                       the re-plan's mail messages (*.ics, one UID each): Thunderbird is given
#                                                 OLD and then these, and must hold NEW
# Clients:  lint python-icalendar vobject icaljs node-ical khal-import calcurse-import vdirsyncer-url
#           radicale-put radicale-whole thunderbird-import thunderbird-url thunderbird-caldav
#           thunderbird-itip thunderbird-messages eds-url fullcalendar
# Exit: 0 if every *synchronising* channel (url, caldav, put) shows exactly NEW and lint is clean, else 1; 2 usage.
# Plain re-import is reported but never fails the run: no client drops removed events on import.
set -u
NPM_DIR=${NPM_DIR:-${HOME:-/root}/.cache/roster-ics-npm}
CLIENT_TZ=${CLIENT_TZ:-Asia/Shanghai}
VERBOSE=${VERBOSE:-1}
PY=/usr/bin/python3
export LC_ALL=C.UTF-8

if [ "${1:-}" = --install ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends khal vdirsyncer radicale calcurse curl \
    python3-icalendar python3-vobject thunderbird chromium fonts-wqy-microhei evolution-data-server dbus \
    gir1.2-ecal-2.0 python3-gi libxml2-utils || exit 1
  mkdir -p "$NPM_DIR/a" "$NPM_DIR/fc"
  (cd "$NPM_DIR/a" && npm init -y >/dev/null && npm i --no-audit --no-fund ical.js@2 node-ical@0.26) || exit 1
  (cd "$NPM_DIR/fc" && npm init -y >/dev/null && npm i --no-audit --no-fund ical.js@1.5 @fullcalendar/core@6 @fullcalendar/list@6 @fullcalendar/icalendar@6) || exit 1
  exit 0
fi

W=$(mktemp -d /tmp/ics-clients.XXXXXX)
PIDS=()
cleanup() { local p; for p in ${PIDS[@]+"${PIDS[@]}"}; do kill "$p" 2>/dev/null; pkill -P "$p" 2>/dev/null; done; wait 2>/dev/null
  if [ "${KEEP:-}" ]; then echo "kept $W"; else rm -rf "$W"; fi; }
trap cleanup EXIT
freeport() { $PY -c 'import socket;s=socket.socket();s.bind(("127.0.0.1",0));print(s.getsockname()[1])'; }
waitport() { local i; for i in $(seq 1 "${2:-100}"); do (exec 3<>/dev/tcp/127.0.0.1/"$1") 2>/dev/null && return 0; sleep 0.3; done; return 1; }
want() { [ -z "${ONLY:-}" ] && return 0; case " $ONLY " in *" $1 "*|*" ${1%%-*} "*) return 0;; esac; return 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# ---------- shared Python helper: lint, list, split, norm, verdict
cat >"$W/h.py" <<'PY'
import sys,re,os,datetime as D,zoneinfo,json
TZ=zoneinfo.ZoneInfo(os.environ.get('CLIENT_TZ','Asia/Shanghai'))
def fmt(v):
    if isinstance(v,D.datetime):
        return (v.astimezone(TZ) if v.tzinfo else v).strftime('%Y-%m-%dT%H:%M')
    return v.strftime('%Y-%m-%d')
def line(s,e,st,seq,sm,uid=''): return '\t'.join([s,e,st or '-',str(seq),(sm or '').replace('\t',' '),uid])
def lint(f):
    b=open(f,'rb').read(); bad=[]
    try: b.decode('utf-8')
    except UnicodeDecodeError as x: bad.append('not UTF-8: %s'%x)
    if b[:3]==b'\xef\xbb\xbf': bad.append('starts with a BOM')
    if re.search(rb'(?<!\r)\n',b): bad.append('bare LF: %d'%len(re.findall(rb'(?<!\r)\n',b)))
    if not b.endswith(b'END:VCALENDAR\r\n'): bad.append('does not end with END:VCALENDAR CRLF')
    for i,l in enumerate(b.split(b'\r\n'),1):
        if len(l)>75: bad.append('line %d: %d octets'%(i,len(l)))
        if l.endswith(b' '): bad.append('line %d ends in a space (a mail gateway may strip it)'%i)
        if re.match(rb'[A-Z-]+:$',l) : bad.append('line %d: folded directly after the colon, or empty value'%i)
        try: l.decode('utf-8')
        except UnicodeDecodeError: bad.append('line %d: fold splits a UTF-8 sequence'%i)
        if re.search(rb'[\x00-\x08\x0b-\x1f\x7f]',l): bad.append('line %d: control character'%i)
    u=re.sub(rb'\r\n[ \t]',b'',b).decode('utf-8','replace')
    tz=set(re.findall(r'^TZID:(.+?)\r?$',u,re.M)); use=set(re.findall(r';TZID="?([^":;]+)',u))
    for t in use-tz: bad.append('TZID %s used without VTIMEZONE'%t)
    for t in tz-use if 'BEGIN:VEVENT' in u else []: bad.append('VTIMEZONE %s not used'%t)
    uids=[]
    for ev in re.findall(r'BEGIN:VEVENT\r\n(.*?)END:VEVENT',u,re.S):
        top=re.sub(r'BEGIN:VALARM.*?END:VALARM\r\n','',ev,flags=re.S); names=[re.split('[;:]',x)[0] for x in top.split('\r\n') if x]
        uid=(re.findall(r'^UID:(.*?)\r?$',top,re.M) or ['?'])[0]; uids.append(uid)
        for n in ('UID','DTSTAMP','DTSTART','DTEND','SUMMARY','SEQUENCE'):
            if names.count(n)!=1: bad.append('%s: %s occurs %d times'%(uid,n,names.count(n)))
        if not re.search(r'^DTSTAMP:\d{8}T\d{6}Z\r?$',top,re.M): bad.append('%s: DTSTAMP not UTC'%uid)
        if re.search(r'^DT(START|END):\d{8}T\d{6}\r?$',top,re.M): bad.append('%s: floating time'%uid)
        if re.search(r'^(ATTENDEE|ORGANIZER)',top,re.M) and not re.search(r'^METHOD:(PUBLISH|REQUEST|CANCEL)',u,re.M): bad.append('%s: ORGANIZER/ATTENDEE in a published file'%uid)
    for x in {x for x in uids if uids.count(x)>1}: bad.append('UID twice: %s'%x)
    if len(re.findall(r'^BEGIN:STANDARD',u,re.M))>len(tz): bad.append('a VTIMEZONE has more than one STANDARD (Outlook reads only one)')
    for d in re.findall(r'^(?:REFRESH-INTERVAL[^:]*|X-PUBLISHED-TTL|DURATION|TRIGGER):(.*?)\r?$',u,re.M):
        if not re.fullmatch(r'[+-]?P(?:\d+W|\d+D(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)',d) and not re.fullmatch(r'\d{8}T\d{6}Z',d): bad.append('bad duration: %s (MIUI refuses the whole file)'%d)
    if re.search(r'^CLASS:PRIVATE',u,re.M): bad.append('CLASS:PRIVATE (a Google URL subscription shows only "Busy")')
    if re.search(r'^METHOD:',u,re.M) and not re.search(r'^ORGANIZER',u,re.M): bad.append('METHOD without ORGANIZER (RFC 5546 asks for one)')
    if '/freeassociation' in u: bad.append('libical TZID prefix leaked')
    if 'X-LIC-' in u: bad.append('X-LIC-* property leaked')
    return bad
def pylist(f):
    import icalendar
    for e in icalendar.Calendar.from_ical(open(f,'rb').read()).walk('VEVENT'):
        print(line(fmt(e.decoded('dtstart')),fmt(e.decoded('dtend')),str(e.get('status','-')),e.get('sequence',0),str(e.get('summary','')),str(e['uid'])))
def voblist(f):
    import vobject
    v=vobject.readOne(open(f,encoding='utf-8',newline='').read())
    for e in v.vevent_list:
        print(line(fmt(e.dtstart.value),fmt(e.dtend.value),getattr(getattr(e,'status',None),'value','-'),getattr(getattr(e,'sequence',None),'value',0),e.summary.value,e.uid.value))
    print('# calendar name as vobject/Radicale read it: %r'%getattr(getattr(v,'x_wr_calname',None),'value',None),file=sys.stderr)
def split(f,out):
    os.makedirs(out,exist_ok=True)
    u=open(f,'rb').read().decode('utf-8'); tz=''.join(re.findall(r'BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n',u,re.S))
    for ev in re.findall(r'BEGIN:VEVENT\r\n.*?END:VEVENT\r\n',u,re.S):
        uid=re.search(r'^UID:(.*?)\r?$',re.sub(r'\r\n[ \t]','',ev),re.M).group(1)
        need=tz if ';TZID=' in ev else ''
        open(os.path.join(out,re.sub(r'[^A-Za-z0-9._-]','_',uid)+'.ics'),'w',newline='',encoding='utf-8').write('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//roster//clients.sh//EN\r\n'+need+ev+'END:VCALENDAR\r\n')
def rng(*fs):
    import icalendar
    d=[]
    for f in fs:
        for e in icalendar.Calendar.from_ical(open(f,'rb').read()).walk('VEVENT'):
            v=e.decoded('dtstart'); d.append(v.astimezone(TZ).date() if isinstance(v,D.datetime) else v)
    a,b=min(d)-D.timedelta(1),max(d)+D.timedelta(2); print(a,(b-a).days,b)
def khal():   # lines: start<TAB>end<TAB>status<TAB>title<TAB>uid from khal --once
    for l in sys.stdin:
        p=l.rstrip('\n').split('\t')
        if len(p)<5: continue
        s,e=p[0].strip(),p[1].strip()
        if len(s)>10: s,e=s.replace(' ','T'),e.replace(' ','T')
        else: e=(D.date.fromisoformat(e)+D.timedelta(1)).isoformat()
        print(line(s,e,p[2].strip(),'?',p[3].strip(),p[4].strip()))
def calcurse():
    f=lambda d,t:D.datetime.strptime(d+' '+t,'%m/%d/%Y %H:%M').strftime('%Y-%m-%dT%H:%M')
    for l in sys.stdin:
        l=l.rstrip('\n')
        m=re.match(r'(\S+) @ (\d\d:\d\d) -> (\S+) @ (\d\d:\d\d)\s*(?:>\S+ )?[|!](.*)',l)
        if m: print(line(f(m[1],m[2]),f(m[3],m[4]),'-','?',m[5])); continue
        m=re.match(r'(\d\d/\d\d/\d{4}) \[\d+\] (?:>\S+ )?(.*)',l)
        if m:
            a=D.datetime.strptime(m[1],'%m/%d/%Y').date(); print(line(a.isoformat(),(a+D.timedelta(1)).isoformat(),'-','?',m[2]))
def utc(): # lines with UTC 20261019T010000Z or dates -> local
    def c(x):
        if re.fullmatch(r'\d{8}',x): return '%s-%s-%s'%(x[:4],x[4:6],x[6:8])
        if re.fullmatch(r'\d{4}-\d\d-\d\d',x): return x
        x=re.sub(r'\.\d+','',x)
        v=D.datetime.strptime(x,'%Y%m%dT%H%M%SZ').replace(tzinfo=D.timezone.utc) if x[8]=='T' else D.datetime.fromisoformat(x.replace('Z','+00:00'))
        return fmt(v)
    for l in sys.stdin:
        if l.startswith('#'): print(l.rstrip(),file=sys.stderr); continue
        p=l.rstrip('\n').split('\t')
        if len(p)<5: continue
        print(line(c(p[0]),c(p[1]),*p[2:6]))
def verdict(shown,exp):
    def rd(f,cancelled): # compare start,end,summary
        r=[]
        for l in open(f,encoding='utf-8'):
            p=l.rstrip('\n').split('\t')
            if len(p)>4: r.append((p[0],p[1],p[4],p[2].upper()))
        return r
    s=rd(shown,1); e=rd(exp,1); live=[x[:3] for x in s if x[3]!='CANCELLED']; canc=[x for x in s if x[3]=='CANCELLED']; el=[x[:3] for x in e if x[3]!='CANCELLED']
    dup=len(live)-len(set(live)); ghost=[x for x in set(live) if x not in el]; miss=[x for x in set(el) if x not in live]
    ok=not(dup or ghost or miss)
    print(('EXACT' if ok else 'DIFFERS')+('' if ok else ' (wrongly shown %d, missing %d, doubled %d)'%(len(ghost),len(miss),dup))+(' + %d held as STATUS:CANCELLED'%len(canc) if canc else ''))
a=sys.argv[1]
if a=='lint':
    b=lint(sys.argv[2]); print('\n'.join(b[:40])); sys.exit(1 if b else 0)
{'pylist':lambda:pylist(sys.argv[2]),'voblist':lambda:voblist(sys.argv[2]),'split':lambda:split(*sys.argv[2:4]),'range':lambda:rng(*sys.argv[2:]),
 'khal':khal,'calcurse':calcurse,'utc':utc,'verdict':lambda:verdict(*sys.argv[2:4])}[a]()
PY
export CLIENT_TZ

if [ "${1:-}" = --lint ]; then
  [ -f "${2:-}" ] || { echo "no file: ${2:-}" >&2; exit 2; }
  $PY "$W/h.py" lint "$2" && echo "lint clean: $2"; exit $?
fi
if [ $# -ne 2 ] || ! [ -f "$1" ] || ! [ -f "$2" ]; then sed -n '3,19p' "$0" >&2; exit 2; fi
OLD=$(readlink -f "$1"); NEW=$(readlink -f "$2")
read -r FROM DAYS TO < <($PY "$W/h.py" range "$OLD" "$NEW") || exit 2
$PY "$W/h.py" pylist "$NEW" | sort >"$W/expect"
$PY "$W/h.py" pylist "$OLD" | sort >"$W/expect.old"
SUM="$W/summary"; : >"$SUM"; FAIL=0

# show NAME PHASE FILE ; record NAME FILE GATE(0/1)
show() { [ "$VERBOSE" = 1 ] || return 0; echo "== $1 | $2 | $(grep -c . "$3") events"; sort "$3" | awk -F'\t' '{printf "   %-16s %-16s %-9s seq=%-2s %s\n",$1,$2,$3,$4,$5}'; }
record() { local v; v=$($PY "$W/h.py" verdict "$2" "$W/expect"); printf '%-20s %s\n' "$1" "$v" >>"$SUM"; case $v in EXACT*) ;; *) [ "$3" = 1 ] && FAIL=1;; esac; }
skip() { printf '%-20s SKIPPED (%s)\n' "$1" "$2" >>"$SUM"; }

# ---------- byte-level checks
if want lint; then for f in "$OLD" "$NEW"; do
  if $PY "$W/h.py" lint "$f" >"$W/l"; then echo "lint                 clean      $(basename "$f")" >>"$SUM"
  else FAIL=1; echo "lint                 $(grep -c . "$W/l") findings $(basename "$f")" >>"$SUM"; [ "$VERBOSE" = 1 ] && { echo "== lint $(basename "$f")"; sed 's/^/   /' "$W/l"; }; fi
done; fi

# ---------- parsers (what the file says; no state)
parser() { # NAME CMD...
  local n=$1; shift; local f p
  for p in old new; do f=$OLD; [ $p = new ] && f=$NEW; if ! "$@" "$f" >"$W/o" 2>"$W/e"; then skip "$n" "parser failed: $(tail -1 "$W/e")"; FAIL=1; return; fi
    sort "$W/o" >"$W/o.s"; show "$n" "$p" "$W/o.s"; [ "$VERBOSE" = 1 ] && grep '^#' "$W/e" | sed 's/^/   /'; done; record "$n" "$W/o.s" 1; }
if want python-icalendar; then if $PY -c 'import icalendar' 2>/dev/null; then parser python-icalendar $PY "$W/h.py" pylist; else skip python-icalendar "apt: python3-icalendar"; fi; fi
if want vobject; then if $PY -c 'import vobject' 2>/dev/null; then parser vobject $PY "$W/h.py" voblist; else skip vobject "apt: python3-vobject"; fi; fi
cat >"$W/icaljs.js" <<'JS'
const m=process.env.NPM_DIR+'/a/node_modules/';let I=require(m+'ical.js');I=I.default||I;const c=new I.Component(I.parse(require('fs').readFileSync(process.argv[2],'utf8')));
for(const z of c.getAllSubcomponents('vtimezone'))I.TimezoneService.register(z);
const d=t=>t.isDate?t.toString():t.toJSDate().toISOString();
for(const v of c.getAllSubcomponents('vevent')){const e=new I.Event(v);console.log([d(e.startDate),d(e.endDate),v.getFirstPropertyValue('status')||'-',v.getFirstPropertyValue('sequence'),e.summary,e.uid].join('\t'));}
JS
cat >"$W/nodeical.js" <<'JS'
const m=process.env.NPM_DIR+'/a/node_modules/';const d=require(m+'node-ical').sync.parseFile(process.argv[2]);
const p=n=>String(n).padStart(2,'0');const f=(x,day)=>day?x.getFullYear()+'-'+p(x.getMonth()+1)+'-'+p(x.getDate()):x.toISOString();
for(const k in d){const e=d[k];if(e.type!=='VEVENT')continue;const day=e.datetype==='date';console.log([f(e.start,day),f(e.end,day),e.status||'-',e.sequence,(e.summary&&e.summary.val)||e.summary,e.uid].join('\t'));}
JS
export NPM_DIR
js() { TZ=$CLIENT_TZ node "$1" "$2" >"$W/js.raw" || return 1; $PY "$W/h.py" utc <"$W/js.raw"; }
if want icaljs; then if [ -d "$NPM_DIR/a/node_modules/ical.js" ]; then parser icaljs js "$W/icaljs.js"; else skip icaljs "run --install"; fi; fi
if want node-ical; then if [ -d "$NPM_DIR/a/node_modules/node-ical" ]; then parser node-ical js "$W/nodeical.js"; else skip node-ical "run --install"; fi; fi

# ---------- khal: import the file twice into one calendar
khalconf() { mkdir -p "$1/cal" "$1/cache"; cat >"$1/khal.conf" <<EOF
[calendars]
[[roster]]
path = $2
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = $CLIENT_TZ
default_timezone = $CLIENT_TZ
[default]
default_calendar = roster
[sqlite]
path = $1/khal.db
EOF
}
khallist() { XDG_CACHE_HOME="$1/cache" khal -c "$1/khal.conf" list --once --day-format '' --format $'{start}\t{end}\t{status}\t{title}\t{uid}' "$FROM" "${DAYS}d" 2>/dev/null | $PY "$W/h.py" khal | sort; }
if want khal-import; then if have khal; then
  K="$W/khal"; khalconf "$K" "$K/cal"
  for p in old new; do f=$OLD; [ $p = new ] && f=$NEW; XDG_CACHE_HOME="$K/cache" khal -c "$K/khal.conf" import --batch -a roster "$f" >/dev/null 2>"$W/e" || tail -1 "$W/e"
    khallist "$K" >"$W/o"; show khal-import $p "$W/o"; done; record khal-import "$W/o" 0
else skip khal-import "apt: khal"; fi; fi

# ---------- calcurse: import the file twice
if want calcurse-import; then if have calcurse; then
  mkdir -p "$W/cc/d" "$W/cc/c"
  for p in old new; do f=$OLD; [ $p = new ] && f=$NEW; TZ=$CLIENT_TZ calcurse -D "$W/cc/d" -C "$W/cc/c" -i "$f" >/dev/null 2>&1
    TZ=$CLIENT_TZ calcurse -D "$W/cc/d" -C "$W/cc/c" -G --filter-type cal 2>/dev/null | $PY "$W/h.py" calcurse | sort >"$W/o"; show calcurse-import $p "$W/o"; done; record calcurse-import "$W/o" 0
else skip calcurse-import "apt: calcurse"; fi; fi

# ---------- a web server with ETag-less static files on loopback, for URL subscriptions
mkdir -p "$W/web"; WP=$(freeport)
(cd "$W/web" && exec $PY -m http.server "$WP" --bind 127.0.0.1 >"$W/web.log" 2>&1) & PIDS+=($!)
waitport "$WP"
put_live() { cp "$1" "$W/web/live.ics"; sleep 1.1; touch "$W/web/live.ics"; }
URL="http://127.0.0.1:$WP/live.ics"

if want vdirsyncer-url; then if have vdirsyncer && have khal; then
  V="$W/vd"; mkdir -p "$V/status"; khalconf "$V" "$V/cal"
  cat >"$V/conf" <<EOF
[general]
status_path = "$V/status/"
[pair url]
a = "h"
b = "l"
collections = null
conflict_resolution = "a wins"
[storage h]
type = "http"
url = "$URL"
[storage l]
type = "filesystem"
path = "$V/cal/"
fileext = ".ics"
EOF
  put_live "$OLD"; yes 2>/dev/null | vdirsyncer -c "$V/conf" discover >/dev/null 2>&1
  for p in old new; do [ $p = new ] && put_live "$NEW"; vdirsyncer -c "$V/conf" sync >"$W/e" 2>&1 || tail -1 "$W/e"; khallist "$V" >"$W/o"; show vdirsyncer-url $p "$W/o"; done; record vdirsyncer-url "$W/o" 1
else skip vdirsyncer-url "apt: vdirsyncer khal"; fi; fi

# ---------- Radicale (CalDAV) : one resource per UID, conditional requests, sync-collection
RP=; if have radicale; then
  RP=$(freeport); mkdir -p "$W/rad/c"
  printf '[all]\nuser: .*\ncollection: .*\npermissions: RrWwi\n' >"$W/rad/rights"
  printf '[server]\nhosts = 127.0.0.1:%s\n[auth]\ntype = none\n[storage]\nfilesystem_folder = %s\n[rights]\ntype = from_file\nfile = %s\n[logging]\nlevel = warning\n' "$RP" "$W/rad/c" "$W/rad/rights" >"$W/rad/conf"
  radicale --config "$W/rad/conf" >"$W/rad/log" 2>&1 & PIDS+=($!); waitport "$RP" || RP=
fi
C() { curl -s -u agent:x -H 'Expect:' "$@"; }
code() { curl -s -u agent:x -H 'Expect:' -o /dev/null -w '%{http_code}' "$@"; }
# push COLLECTION DIR : make the collection equal to DIR (one .ics per UID): create / update / delete with ETags
push() { local u=$1 d=$2 f b e r; C -X PROPFIND -H 'Depth: 1' -H 'Content-Type: application/xml' --data '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>' "$u" >"$W/pf.xml"
  $PY - "$W/pf.xml" >"$W/etags" <<'PY'
import sys,xml.etree.ElementTree as E,urllib.parse as U
for r in E.parse(sys.argv[1]).getroot().findall('{DAV:}response'):
    h=U.unquote(r.findtext('{DAV:}href')); e=[x.text for x in r.iter('{DAV:}getetag')]
    if h.endswith('.ics') and e: print(h.rsplit('/',1)[1]+'\t'+e[0])
PY
  for f in "$d"/*.ics; do b=$(basename "$f"); e=$(awk -F'\t' -v b="$b" '$1==b{print $2}' "$W/etags")
    if [ -n "$e" ]; then [ -f "${PREV:-/nonexistent}/$b" ] && cmp -s "$f" "$PREV/$b" && continue; r=$(code -X PUT -H "If-Match: $e" -H 'Content-Type: text/calendar; charset=utf-8' --data-binary @"$f" "$u$b"); else r=$(code -X PUT -H 'If-None-Match: *' -H 'Content-Type: text/calendar; charset=utf-8' --data-binary @"$f" "$u$b"); fi
    case $r in 20?) ;; *) echo "   PUT $b -> $r";; esac; done
  cut -f1 "$W/etags" | while read -r b; do [ -f "$d/$b" ] || { e=$(awk -F'\t' -v b="$b" '$1==b{print $2}' "$W/etags"); r=$(code -X DELETE -H "If-Match: $e" "$u$b"); [ "$VERBOSE" = 1 ] && echo "   DELETE $b -> $r"; }; done; }
$PY "$W/h.py" split "$OLD" "$W/so"; $PY "$W/h.py" split "$NEW" "$W/sn"
davlist() { C "$1" >"$W/dav.ics"; $PY "$W/h.py" pylist "$W/dav.ics" | sort; }
if want radicale-put; then if [ -n "$RP" ]; then U="http://127.0.0.1:$RP/agent/put/"
  code -X MKCALENDAR "$U" >/dev/null; PREV= push "$U" "$W/so"; davlist "$U" >"$W/o"; show radicale-put old "$W/o"
  PREV="$W/so" push "$U" "$W/sn"; davlist "$U" >"$W/o"; show radicale-put new "$W/o"; record radicale-put "$W/o" 1
else skip radicale-put "apt: radicale"; fi; fi
if want radicale-whole; then if [ -n "$RP" ]; then U="http://127.0.0.1:$RP/agent/whole/"
  for p in old new; do f=$OLD; [ $p = new ] && f=$NEW; r=$(code -X PUT -H 'Content-Type: text/calendar; charset=utf-8' --data-binary @"$f" "$U"); [ "$VERBOSE" = 1 ] && echo "   PUT whole collection -> $r"; davlist "$U" >"$W/o"; show radicale-whole $p "$W/o"; done; record radicale-whole "$W/o" 1
else skip radicale-whole "apt: radicale"; fi; fi

# ---------- Thunderbird, headless, driven through Marionette
if want thunderbird || [[ " ${ONLY:-} " == *" thunderbird-"* ]]; then if have thunderbird && have node; then
  cat >"$W/mar.js" <<'JS'
const net=require('net'),fs=require('fs');const [port,file,...args]=process.argv.slice(2);
const s=net.connect(+port,'127.0.0.1');let buf=Buffer.alloc(0),id=0;const wait={};
const send=(c,p)=>new Promise((ok,no)=>{const i=++id;wait[i]=[ok,no];const m=JSON.stringify([0,i,c,p]);s.write(Buffer.byteLength(m)+':'+m);});
let hello;const ready=new Promise(r=>hello=r);
s.on('data',d=>{buf=Buffer.concat([buf,d]);for(;;){const c=buf.indexOf(':');if(c<0)return;const n=+buf.slice(0,c);if(buf.length<c+1+n)return;const m=JSON.parse(buf.slice(c+1,c+1+n));buf=buf.slice(c+1+n);
 if(!Array.isArray(m)){hello();continue;}const w=wait[m[1]];delete wait[m[1]];m[2]?w[1](new Error(JSON.stringify(m[2]).slice(0,800))):w[0](m[3]);}});
s.on('error',e=>{console.error(e.message);process.exit(1)});setTimeout(()=>{console.error('timeout');process.exit(1)},90000);
(async()=>{await ready;await send('WebDriver:NewSession',{capabilities:{}});await send('Marionette:SetContext',{value:'chrome'});await send('WebDriver:SetTimeouts',{script:80000});
 const r=await send('WebDriver:ExecuteAsyncScript',{script:'const [args,done]=[arguments[0],arguments[arguments.length-1]];(async()=>{'+fs.readFileSync(file,'utf8')+'})().then(done,e=>done("#ERR "+e));',args:[args],newSandbox:true,sandbox:'system'});
 console.log(String(r.value));await send('WebDriver:DeleteSession',{});process.exit(0);})().catch(e=>{console.error(e.message);process.exit(1)});
JS
  cat >"$W/tb.js" <<'JS'
const {cal}=ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const {CalendarFileImporter}=ChromeUtils.importESModule("resource:///modules/CalendarFileImporter.sys.mjs");
const {setTimeout}=ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const out=[],[mode,key,...rest]=args;
const d=t=>t.isDate?t.icalString:new Date(t.nativeTime/1000).toISOString();
async function list(c){const it=await c.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS,0,null,null);
 for(const i of it)out.push([d(i.startDate),d(i.endDate),i.status||"-",i.getProperty("SEQUENCE"),i.title,i.id].join("\t"));}
async function get(type,uri,user){let c=cal.manager.getCalendars().find(x=>x.name==key);if(c)return c;
 if(user){const L=Components.Constructor("@mozilla.org/login-manager/loginInfo;1","nsILoginInfo","init");const o=Services.io.newURI(uri).prePath;
  if(!(await Services.logins.searchLoginsAsync({origin:o})).length)await Services.logins.addLoginAsync(new L(o,null,"Radicale - Password Required",user,"x","",""));}
 c=cal.manager.createCalendar(type,Services.io.newURI(uri));c.name=key;if(user)c.setProperty("username",user);c.setProperty("cache.enabled",true);cal.manager.registerCalendar(c);return cal.manager.getCalendarById(c.id)||c;}
const file=p=>{const f=Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);f.initWithPath(p);return f;};
if(mode=="import"){const c=await get("storage","moz-storage-calendar://");let dup=0;
 for(const it of await new CalendarFileImporter().parseIcsFile(file(rest[0])))try{await c.addItem(it);}catch(e){if(e==Ci.calIErrors.DUPLICATE_ID||e?.result==Ci.calIErrors.DUPLICATE_ID)dup++;else out.push("#err "+e);}
 out.push("#skipped as duplicate UID: "+dup);await list(c);
}else if(mode=="itip"){const c=await get("storage","moz-storage-calendar://");const t=await IOUtils.readUTF8(rest[0]);
 const tz=(t.match(/BEGIN:VTIMEZONE[\s\S]*?END:VTIMEZONE\r?\n/g)||[]).join("");
 for(const ev of t.match(/BEGIN:VEVENT[\s\S]*?END:VEVENT\r?\n/g)||[]){const meth=/^STATUS:CANCELLED/m.test(ev)?"CANCEL":"PUBLISH";
  const it=Cc["@mozilla.org/calendar/itip-item;1"].createInstance(Ci.calIItipItem);it.init("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:"+meth+"\r\n"+tz+ev+"END:VCALENDAR\r\n");it.targetCalendar=c;it.autoResponse=Ci.calIItipItem.NONE;
  const act=await new Promise(r=>cal.itip.processItipItem(it,(i,rc,a)=>r(a)));
  if(act)await new Promise(r=>{act({QueryInterface:ChromeUtils.generateQI(["calIOperationListener"]),onOperationComplete(){r();},onGetResult(){}},null,null);setTimeout(r,4000);});}
 await list(c);
}else if(mode=="messages"){const c=await get("storage","moz-storage-calendar://");
 for(const f of rest){const it=Cc["@mozilla.org/calendar/itip-item;1"].createInstance(Ci.calIItipItem);it.init(await IOUtils.readUTF8(f));it.targetCalendar=c;it.autoResponse=Ci.calIItipItem.NONE;
  const act=await new Promise(r=>cal.itip.processItipItem(it,(i,rc,a)=>r(a)));
  if(act)await new Promise(r=>{act({QueryInterface:ChromeUtils.generateQI(["calIOperationListener"]),onOperationComplete(){r();},onGetResult(){}},null,null);setTimeout(r,4000);});}
 await list(c);
}else{const c=await get(mode,rest[0],rest[1]);
 await new Promise(r=>{const o={QueryInterface:ChromeUtils.generateQI(["calIObserver"]),onLoad(){c.removeObserver(o);r();},onStartBatch(){},onEndBatch(){},onAddItem(){},onModifyItem(){},onDeleteItem(){},onError(){},onPropertyChanged(){},onPropertyDeleting(){}};c.addObserver(o);c.refresh();setTimeout(r,6000);});
 await new Promise(r=>setTimeout(r,1200));await list(c);}
return out.join("\n");
JS
  MP=$(freeport); mkdir -p "$W/tb" "$W/tbhome"
  printf 'user_pref("%s", %s);\n' app.update.enabled false mail.provider.enabled false calendar.timezone.useSystemTimezone false calendar.timezone.local "\"$CLIENT_TZ\"" marionette.port "$MP" mailnews.start_page.enabled false datareporting.policy.dataSubmissionEnabled false network.captive-portal-service.enabled false network.connectivity-service.enabled false >"$W/tb/user.js"
  HOME="$W/tbhome" TZ=$CLIENT_TZ thunderbird --headless --marionette --remote-allow-system-access --no-remote --profile "$W/tb" >"$W/tb.log" 2>&1 & PIDS+=($!)
  if waitport "$MP" 200; then sleep 6
    tb() { node "$W/mar.js" "$MP" "$W/tb.js" "$@" 2>"$W/e" >"$W/tb.raw" || { echo "   thunderbird: $(head -c 300 "$W/e")"; }; $PY "$W/h.py" utc <"$W/tb.raw" 2>"$W/e2" | sort >"$W/o"; [ "$VERBOSE" = 1 ] && sed 's/^/   /' "$W/e2"; return 0; }
    if want thunderbird-import; then tb import imp "$OLD"; show thunderbird-import old "$W/o"; tb import imp "$NEW"; show thunderbird-import new "$W/o"; record thunderbird-import "$W/o" 0; fi
    # refreshes until the client holds what EXPECT says, at most five times: on a busy machine a refresh may be cut short, and one
    # that is still under way when the next change comes would tell nothing about that change
    tb_until() { local i e=$1; shift; for i in 1 2 3 4 5; do tb "$@"; case $($PY "$W/h.py" verdict "$W/o" "$e") in EXACT*) return;; esac; sleep 2; done; }
    if want thunderbird-url; then put_live "$OLD"; tb_until "$W/expect.old" ics url "$URL"; show thunderbird-url old "$W/o"; put_live "$NEW"; tb_until "$W/expect" ics url "$URL"; show thunderbird-url new "$W/o"; record thunderbird-url "$W/o" 1; fi
    if want thunderbird-caldav && [ -n "$RP" ]; then U="http://127.0.0.1:$RP/agent/tb/"; code -X MKCALENDAR "$U" >/dev/null; PREV= push "$U" "$W/so"; tb_until "$W/expect.old" caldav dav "$U" agent; show thunderbird-caldav old "$W/o"; PREV="$W/so" push "$U" "$W/sn"; tb_until "$W/expect" caldav dav "$U" agent; show thunderbird-caldav new "$W/o"; record thunderbird-caldav "$W/o" 1; fi
    if want thunderbird-itip; then # one message per UID; an event that is only in OLD is sent as CANCEL only if NEW carries it as STATUS:CANCELLED
      tb itip itip "$OLD"; show thunderbird-itip old "$W/o"; tb itip itip "$NEW"; show thunderbird-itip new "$W/o"; record thunderbird-itip "$W/o" 0; fi
    if want thunderbird-messages && [ -n "${MESSAGES:-}" ]; then
      tb itip msg "$OLD"; show thunderbird-messages old "$W/o"; tb messages msg "$MESSAGES"/*.ics; show thunderbird-messages new "$W/o"; record thunderbird-messages "$W/o" 1; fi
  else skip thunderbird "did not open its Marionette port"; fi
else skip thunderbird "apt: thunderbird"; fi; fi

# ---------- evolution-data-server (GNOME Calendar, Evolution): webcal subscription
if want eds-url; then if [ -e /usr/lib/evolution-data-server/calendar-backends/libecalbackendhttp.so ] && have dbus-run-session && $PY -c 'import gi;gi.require_version("ECal","2.0")' 2>/dev/null; then
  cat >"$W/eds.py" <<'PY'
import sys,time,os,shutil,gi
gi.require_version('ECal','2.0');gi.require_version('EDataServer','1.2');gi.require_version('ICalGLib','3.0')
from gi.repository import ECal,EDataServer,GLib,ICalGLib
url,live,out,files=sys.argv[1],sys.argv[2],sys.argv[3],sys.argv[4:]
def pump(s):
    c=GLib.MainContext.default();e=time.time()+s
    while time.time()<e:
        while c.pending():c.iteration(False)
        time.sleep(.05)
shutil.copy(files[0],live);os.utime(live)
reg=EDataServer.SourceRegistry.new_sync(None);s=EDataServer.Source.new_with_uid('rosterprobe',None);s.set_display_name('p');s.set_parent('webcal-stub')
s.get_extension('Calendar').set_backend_name('webcal');s.get_extension('WebDAV Backend').set_uri(GLib.Uri.parse(url,GLib.UriFlags.NONE));reg.commit_source_sync(s,None);pump(1)
cl=ECal.Client.connect_sync(reg.ref_source('rosterprobe'),ECal.ClientSourceType.EVENTS,10,None);pump(4)
U=ICalGLib.Timezone.get_utc_timezone()
def f(t): return t.as_ical_string() if t.is_date() else t.convert_to_zone(U).as_ical_string()
def dump(n):
    ok,l=cl.get_object_list_sync('#t',None)
    with open(out+n,'w') as o:
        for c in l:
            p=c.get_first_property(ICalGLib.PropertyKind.STATUS_PROPERTY)
            o.write('\t'.join([f(c.get_dtstart()),f(c.get_dtend()),p.get_value_as_string() if p else '-',str(c.get_sequence()),c.get_summary() or '',c.get_uid()])+'\n')
dump('old')
for x in files[1:]: time.sleep(1.2);shutil.copy(x,live);os.utime(live);cl.refresh_sync(None);pump(4);dump('new')
PY
  mkdir -p "$W/edshome"
  (unset DISPLAY; HOME="$W/edshome" TZ=$CLIENT_TZ timeout 90 dbus-run-session -- $PY "$W/eds.py" "$URL" "$W/web/live.ics" "$W/eds." "$OLD" "$NEW" >"$W/eds.log" 2>&1)
  if [ -f "$W/eds.new" ]; then for p in old new; do $PY "$W/h.py" utc <"$W/eds.$p" | sort >"$W/o"; show eds-url $p "$W/o"; done; record eds-url "$W/o" 1; else skip eds-url "$(tail -1 "$W/eds.log")"; fi
else skip eds-url "apt: evolution-data-server gir1.2-ecal-2.0 python3-gi dbus"; fi; fi

# ---------- FullCalendar + its iCalendar plugin in headless Chromium
if want fullcalendar; then if have chromium && [ -d "$NPM_DIR/fc/node_modules/@fullcalendar/icalendar" ]; then
  N="$NPM_DIR/fc/node_modules"; cp "$N/ical.js/build/ical.min.js" "$W/web/i.js"; for m in core list icalendar; do cp "$N/@fullcalendar/$m/index.global.min.js" "$W/web/$m.js"; done
  cat >"$W/web/fc.html" <<EOF
<!doctype html><meta charset=utf-8><div id=c></div><script src=i.js></script><script src=core.js></script><script src=list.js></script><script src=icalendar.js></script><script>
new FullCalendar.Calendar(document.getElementById('c'),{initialView:'listRange',views:{listRange:{type:'list',visibleRange:{start:'$FROM',end:'$TO'}}},timeZone:'local',events:{url:'live.ics?'+Date.now(),format:'ics'},
eventsSet(es){const o=document.getElementById('o')||document.body.appendChild(Object.assign(document.createElement('pre'),{id:'o'}));o.textContent=es.map(e=>'ROW\t'+[e.startStr,e.endStr||e.startStr,'-','?',e.title,''].join('\t')).join('\n')+'\nROWEND';}}).render();</script>
EOF
  for p in old new; do f=$OLD; [ $p = new ] && f=$NEW; put_live "$f"
    HOME="$W/tbhome" TZ=$CLIENT_TZ timeout 60 chromium --headless=new --no-sandbox --disable-gpu --user-data-dir="$W/chr" --virtual-time-budget=8000 --dump-dom "http://127.0.0.1:$WP/fc.html" 2>/dev/null | sed -n 's/.*ROW\t/ROW\t/;s/^ROW\t//p' | sed 's/&lt;/</g;s/&gt;/>/g;s/&amp;/\&/g' >"$W/fc.raw"
    $PY "$W/h.py" utc <"$W/fc.raw" | sort >"$W/o"; show fullcalendar $p "$W/o"; done; record fullcalendar "$W/o" 1
else skip fullcalendar "apt: chromium; run --install"; fi; fi

echo "== summary: what each client shows after the re-plan, against $(basename "$NEW") ($(awk -F'\t' '$3!="CANCELLED"' "$W/expect" | grep -c .) live events)"
cat "$SUM"
exit $FAIL
