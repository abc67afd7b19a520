/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page's style sheet. Colours of the kinds follow Okabe and Ito (2008), told apart by people
 * with any colour vision, and every cell also bears its text; contrast of text is at least 4.5 : 1. */
#include "export/report.h"

static const char *const rules[] = {
    ":root{--bg:#fff;--fg:#1b1f24;--soft:#57606a;--line:#d0d7de;--head:#f2f5f8;"
    "--early:#cfe8fa;--day:#d5f0e3;--late:#fbe3c0;--night:#d9d3ea;--holiday:#f9d4d0;"
    "--off:transparent;--away:#e6e8eb;--need:#1b1f24;--plan:#4f9fd0;--lack:#b3261e;"
    "--extra:#9bd1b8;--band:#c9a227;--sl:#7a5d00;--fc:#1f6fa8;--act:#7a2d8c}\n",
    "@media screen and (prefers-color-scheme:dark){:root{--bg:#14181d;--fg:#e8ebee;--soft:#a3adb8;"
    "--line:#3a424c;--head:#1f252c;--early:#0d3a57;--day:#0f4431;--late:#553705;"
    "--night:#3b3158;--holiday:#5c2420;--away:#2e343b;--need:#f4f6f8;--plan:#3f86b5;"
    "--lack:#ff8a80;--extra:#3d7a5f;--band:#d9b84a;--sl:#e0c25a;--fc:#7cbde6;--act:#e3a8f0}}\n",
    "*{box-sizing:border-box}\n",
    "html{-webkit-text-size-adjust:100%}\n",
    "body{margin:0;padding:1rem clamp(.6rem,2vw,2rem);background:var(--bg);"
    "color:var(--fg);font:15px/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\","
    "\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif}\n",
    ":lang(zh){line-break:strict}\n",
    "h1{font-size:1.5rem;margin:.2rem 0}\n",
    "h2{font-size:1.15rem;margin:1.8rem 0 .5rem;border-bottom:1px solid var(--line);"
    "padding-bottom:.2rem}\n",
    "h3{font-size:1rem;margin:1rem 0 .3rem}\n",
    "p{margin:.3rem 0}\n",
    "a{color:inherit}\n",
    ".soft{color:var(--soft)}\n",
    ".nums{font-variant-numeric:tabular-nums}\n",
    ".cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));"
    "gap:.6rem;margin:.8rem 0;padding:0;list-style:none}\n",
    ".cards li{border:1px solid var(--line);border-radius:.5rem;padding:.5rem .7rem}\n",
    ".cards b{display:block;font-size:1.35rem;font-variant-numeric:tabular-nums}\n",
    ".cards .bad b{color:var(--lack)}\n",
    "nav{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.9rem}\n",
    /* long tables scroll inside their frame, so that heads, names and sums stay in sight */
    ".scroll{overflow:auto;max-width:100%;max-height:88vh;width:fit-content;border:1px solid var(--line);"
    "border-radius:.4rem}\n",
    "table{border-collapse:separate;border-spacing:0;font-variant-numeric:tabular-nums;"
    "font-size:.86rem}\n",
    "caption{text-align:left;color:var(--soft);padding:.3rem .5rem}\n",
    "th,td{border:solid var(--line);border-width:0 1px 1px 0;padding:.25rem .45rem;text-align:left;"
    "vertical-align:top}\n",
    "thead{position:sticky;top:0;z-index:2}\n",
    "tfoot{position:sticky;bottom:0;z-index:2}\n",
    "thead th,tfoot th,tfoot td{background:var(--head)}\n",
    "thead small{display:block;font-weight:400}\n",
    "td.n,th.n,.right thead th:not(:first-child){text-align:right;white-space:nowrap}\n",
    "tbody th,tfoot th{font-weight:600;position:sticky;left:0}\n",
    "tbody th{background:var(--bg);white-space:nowrap}\n",
    "thead tr:first-child th:first-child{position:sticky;left:0;z-index:1}\n",
    ".grid{width:100%}\n",
    ".grid td{min-width:6.2rem;line-height:1.3}\n",
    ".grid .m{white-space:nowrap}\n",
    ".wide td{min-width:0;padding:.2rem .3rem}\n",
    ".grid .t{white-space:nowrap;font-weight:600}\n",
    ".grid small{display:block;color:inherit;font-size:.76rem}\n",
    ".k0{background:var(--early)}\n",
    ".k1{background:var(--day)}\n",
    ".k2{background:var(--late)}\n",
    ".k3{background:var(--night)}\n",
    ".k4{background:var(--holiday)}\n",
    ".away{background:var(--away)}\n",
    ".rest{background:var(--head)}\n",
    ".stat{box-shadow:inset 0 -3px var(--lack)}\n",
    ".pin{float:right;font-size:.8rem}\n",
    ".legend{display:flex;flex-wrap:wrap;gap:.3rem .8rem;margin:.4rem 0;padding:0;"
    "list-style:none;font-size:.85rem}\n",
    ".legend i{display:inline-block;width:1rem;height:.9em;border:1px solid var(--line);"
    "vertical-align:-.1em;margin-right:.3rem}\n",
    ".charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));"
    "gap:.7rem}\n",
    "figure{margin:0;border:1px solid var(--line);border-radius:.4rem;padding:.4rem}\n",
    "figcaption{font-size:.85rem;display:flex;justify-content:space-between;gap:.5rem}\n",
    "svg{display:block;width:100%;height:auto}\n",
    "svg text{font-size:9px;fill:var(--soft)}\n",
    ".need{fill:none;stroke:var(--need);stroke-width:1.6}\n",
    ".act{fill:none;stroke:var(--act);stroke-width:1.6;stroke-dasharray:3 1.5}\n",
    ".plan{fill:var(--plan);opacity:.55}\n",
    ".lack{fill:url(#hatch);stroke:var(--lack);stroke-width:.8}\n",
    ".extra{fill:var(--extra);opacity:.7}\n",
    ".axis{stroke:var(--line);stroke-width:1}\n",
    ".band{fill:var(--band);opacity:.45}\n",
    ".hist{fill:none;stroke:var(--soft);stroke-width:1.2}\n",
    ".fc{fill:none;stroke:var(--fc);stroke-width:1.8}\n",
    ".i80{fill:var(--plan);opacity:.35}\n",
    ".i95{fill:var(--plan);opacity:.18}\n",
    ".sl{fill:none;stroke:var(--sl);stroke-width:1.4}\n",
    "tbody th.text{white-space:normal;font-weight:400;max-width:26rem}\n",
    ".names{min-width:16rem}\n",
    "td.t{white-space:nowrap}\n",
    "ol.why{padding-left:1.4rem}\n",
    "ol.why li{margin:.2rem 0}\n",
    ".hard{color:var(--lack);font-weight:600}\n",
    ".sign{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));"
    "gap:1.5rem;margin-top:2.5rem}\n",
    ".sign div{border-top:1px solid var(--fg);padding-top:.2rem;font-size:.85rem}\n",
    ".sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
    "white-space:nowrap}\n",
    "@media(max-width:40rem){body{font-size:14px}.grid td{min-width:5.2rem}tbody th{"
    "min-width:5.5rem;max-width:7rem;white-space:normal;overflow-wrap:break-word}}\n",
    "@media print{@page{size:A4 landscape;margin:10mm}:root{--bg:#fff;--fg:#000;"
    "--soft:#444;--line:#999;--head:#eee}html{font-size:11px}body{padding:0;font-size:9.5px}"
    "h2{margin:1rem 0 .3rem}th,td{padding:.1rem .3rem;line-height:1.2}nav{display:none}.scroll{"
    "overflow:visible;max-height:none;width:auto;border:0}h2{break-after:avoid}figure,tr,.cards li{"
    "break-inside:avoid}thead{display:table-header-group}thead,tfoot{position:static}"
    "tfoot{display:table-row-group}tbody th,tfoot th,thead tr:first-child th:first-child{"
    "position:static}.grid td{min-width:0}.wide{font-size:6px}.wide td,.wide th{padding:1px;"
    "white-space:normal}.wide .t{white-space:normal}.wide small{font-size:6px}.wide .m{display:none}"
    "section{break-before:page}"
    "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n",
};

void pb_report_style(pb_text *out)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        pb_text_puts(out, rules[i]);
}
