/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages of paiban serve share: frame, style, text that cannot become markup. */
#include "cli/serve.h"
#include "export/markup.h"
#include "export/report.h"

#include <string.h>

static const char style[] =
    "main{max-width:70rem}nav{margin:.4rem 0 1rem;font-size:1rem}nav a[aria-current]{font-weight:700;text-decoration:none}\n"
    "form{display:flex;flex-wrap:wrap;gap:.4rem .7rem;align-items:end;margin:.3rem 0}\n"
    "label{display:flex;flex-direction:column;font-size:.8rem;color:var(--soft)}label.box{flex-direction:row;gap:.3rem;align-items:center}\n"
    "input,select,button{font:inherit;padding:.3rem .5rem;color:var(--fg);background:var(--bg);border:1px solid var(--line);border-radius:.4rem}\n"
    "button{background:var(--head);cursor:pointer;min-height:2.2rem}button.main{background:#1f6fa8;color:#fff;border-color:#1f6fa8}\n"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--head);border:1px solid var(--line);border-radius:.4rem;padding:.6rem;"
    "font-size:.86rem;min-height:4rem}\n"
    ".wrong{color:var(--lack)}td form{margin:0}summary{cursor:pointer;padding:.3rem 0}details{margin:.4rem 0}code{overflow-wrap:anywhere}\n"
    "tbody th{white-space:normal}main td,main tbody th{vertical-align:middle}\n";

void pb_page_put(pb_web *w, const char *markup)
{
    pb_text_puts(&w->page, markup);
}

void pb_page_text(pb_web *w, const char *text)
{
    pb_markup_text(&w->page, text ? text : "", 0);
}

void pb_page_tr(pb_web *w, const char *msgid)
{
    pb_page_text(w, pb_tr(w->cli.lang, msgid));
}

void pb_page_url(pb_web *w, const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    for (const char *s = path ? path : ""; *s; s++)
        if (strchr(plain, *s))
            pb_text_put(&w->page, s, 1);
        else
            pb_text_printf(&w->page, "%%%02X", (unsigned)(unsigned char)*s);
}

const pb_zone *pb_page_zone(pb_web *w, const pb_team *team)
{
    const pb_zone *utc = NULL;

    if (team->zone)
        return team->zone;
    return pb_zone_load(w->cli.arena, "UTC", &utc) == PB_OK ? utc : NULL;
}

void pb_page_time(pb_web *w, const pb_zone *zone, int64_t utc_s)
{
    char when[32];
    pb_date date;
    int second;

    if (!zone)
        return;
    pb_zone_local(zone, utc_s, &date, &second);
    pb_date_format(date, when);
    pb_page_text(w, when);
    pb_page_put(w, " ");
    pb_page_text(w, pb_minute_format(second / 60, when));
}

typedef struct link {
    const char *to, *words;
} link_row;

static const link_row links[] = {
    {"/", PB_N_("Overview")},
    {"/report", PB_N_("Report")},
    {"/calendars", PB_N_("Calendars")},
    {"/files", PB_N_("Files")},
    {"/job", PB_N_("What runs")},
};

void pb_page_begin(pb_web *w, const char *title, const char *here)
{
    const char *code = w->cli.lang ? w->cli.lang->code : "en";

    w->to->status = 200;
    w->to->type = "text/html; charset=utf-8";
    pb_text_printf(&w->page, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", strcmp(code, "zh") == 0 ? "zh-CN" : code);
    pb_page_put(w, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n<title>");
    pb_page_text(w, title);
    pb_page_put(w, " – paiban</title>\n<style>\n");
    pb_report_style(&w->page);
    pb_page_put(w, style);
    pb_page_put(w, "</style>\n</head>\n<body>\n");
    if (here)
        pb_page_put(w, "<nav>");
    for (size_t i = 0; here && i < sizeof links / sizeof *links; i++) {
        pb_page_put(w, "<a href=\"");
        pb_page_put(w, links[i].to);
        pb_page_put(w, strcmp(links[i].to, here) == 0 ? "\" aria-current=\"page\">" : "\">");
        pb_page_tr(w, links[i].words);
        pb_page_put(w, "</a> ");
    }
    pb_page_put(w, here ? "</nav>\n<main>\n<h1>" : "<main>\n<h1>");
    pb_page_text(w, title);
    pb_page_put(w, "</h1>\n");
}

void pb_page_end(pb_web *w)
{
    pb_page_put(w, "</main>\n</body>\n</html>\n");
}

void pb_serve_sentence(pb_web *w, int status, const char *msgid)
{
    pb_page_begin(w, "paiban", status == 403 || w->server->feeds_only ? NULL : "");
    w->to->status = status;
    pb_page_put(w, "<p>");
    pb_page_tr(w, msgid);
    pb_page_put(w, "</p>\n");
    pb_page_end(w);
}

void pb_serve_login(pb_web *w, bool wrong)
{
    pb_page_begin(w, pb_tr(w->cli.lang, PB_N_("The key, please")), NULL);
    w->to->status = 403;
    if (wrong) {
        pb_page_put(w, "<p class=\"wrong\">");
        pb_page_tr(w, PB_N_("That is not the key."));
        pb_page_put(w, "</p>\n");
    }
    pb_page_put(w, "<p>");
    pb_page_tr(w, PB_N_("paiban serve prints the address with the key when it starts; the key lies in private/serve.key of the workspace."));
    pb_page_put(w, "</p>\n<form method=\"post\" action=\"/\"><label>");
    pb_page_tr(w, PB_N_("Key"));
    pb_page_put(w, "<input name=\"key\" type=\"password\" autocomplete=\"current-password\" autofocus required></label><button class=\"main\">");
    pb_page_tr(w, PB_N_("Open"));
    pb_page_put(w, "</button></form>\n");
    pb_page_end(w);
}
