/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables. Parser, --help, man pages, completions and docs/reference/commands.md are made from
 * them; nothing else names a command or an option.
 */
#include "cli/command_tables.h"

const pb_command pb_commands[] = {
    {"init", "[DIR]", 0, 1, PB_N_("write a sample workspace"), "paiban init shop",
     PB_N_("Writes a small workspace that runs at once, into DIR (default: the folder of -C, or here). "
           "Files that exist are never overwritten.\n\n"
           "shop: a web shop's service team of 24, phone and chat, with the National Day week to plan. "
           "desk: a technical desk of 60, day and night. tiny: 5 agents, one queue. With --lang zh their "
           "tables are in Chinese."),
     pb_cmd_init},
    {"forecast", "[QUEUE]", 0, 1, PB_N_("contacts and handle time expected per queue and slot"),
     "paiban forecast --days 28",
     PB_N_("Reads history*.csv and calendar.csv and writes out/forecast.csv: mean, 80-percent and 95-percent "
           "interval and handle time of each slot, for the days after the history or from --from; the spread to "
           "draw from stands beside it in out/forecast_spread.csv. Outages and outliers of the past are "
           "listed and set aside.\n\n"
           "With --history FILE no workspace is needed and the table goes to standard output. --backtest N "
           "replays N days of the past as if each were today and shows how far off it was, beside last "
           "week's copy and the means of four and eight weeks. --explain DATE QUEUE shows how a day's "
           "number came about. --intraday FILE corrects the first day by what has come of it."),
     pb_cmd_forecast},
    {"staff", "[QUEUE]", 0, 1, PB_N_("agents needed per queue and slot"),
     "paiban staff --explain 2026-10-01T10:00 phone",
     PB_N_("Reads out/forecast.csv, queues.csv and agents.csv, and writes out/requirement.csv: for every "
           "queue and slot the fewest agents that keep all its targets, what service they give, and which "
           "target decides; for queues that share agents a row for the set (\"a+b\"), too. Deferred work "
           "is handed on as cumulative rows in out/requirement_deferred.csv.\n\n"
           "With --explain TIME QUEUE it prints how one number came about, with --what-if agents=N what so "
           "many agents would give in each open slot; both write nothing. With --forecast and --queues no "
           "workspace is needed."),
     pb_cmd_staff},
    {"plan", "[DATE]", 0, 1, PB_N_("requirement, people and rules make the roster"), "paiban plan --time-limit 10s",
     PB_N_("Makes out/roster.csv for the requirement of out/requirement.csv and prints its cost by part, "
           "a proven lower bound and the gap, and a sentence for each shortage and each broken soft rule. "
           "Every roster is passed by the auditor before it is written. Pinned cells of the roster that "
           "is replaced stay. Ctrl-C keeps the best roster found. Where no roster keeps all hard rules, "
           "the reasons are printed, nothing is written, and the exit code is 1.\n\n"
           "--roll plans several weeks or a year in pieces where one long plan is too slow: each piece has those before "
           "it as its past, so that together they keep the rules of one long plan; --time-limit is for all of them.\n\n"
           "With --why AGENT DATE nothing is planned or written: for each other shift of that day, and for a "
           "day off, it says what the best roster would cost with this one cell forced, and who would pay."),
     pb_cmd_plan},
    {"check", "[ROSTER]", 0, 1, PB_N_("audits any roster, also a hand-made one, against rules and law"),
     "paiban check --rules",
     PB_N_("Judges out/roster.csv, or the roster given, by every rule, and prints each finding with the "
           "agent, the dates and by how much, the duties that show it, and the law's article where one stands "
           "behind it. The exit code is 1 when a hard rule is broken. --rules judges nothing: it lists what each "
           "rule means and for whom, and which rules no roster can keep."),
     pb_cmd_check},
    {"simulate", "[ROSTER]", 0, 1, PB_N_("the service a roster will give, with its spread"),
     "paiban simulate --until 1%",
     PB_N_("Plays the contacts of the forecast through the roster (default: out/roster.csv; without one, "
           "the requirement) many times, and prints service level, answer rate, mean wait and occupancy "
           "per queue with 95-percent intervals; out/simulation.csv has them per day and slot, too. Arrivals vary "
           "as the forecast says, from day to day and slot to slot; free agents take the contact of the "
           "highest priority that has waited longest; contacts go to the agent idle longest."),
     pb_cmd_simulate},
    {"publish", "[ROSTER]", 0, 1, PB_N_("calendars for every agent, only what changed"),
     "paiban publish --dry-run",
     PB_N_("Writes one calendar feed per agent, import copies, team calendars, messages, the list of "
           "changes and the ledger published.csv. An entry keeps its identity for ever, so calendars "
           "that are subscribed show each change and nothing twice. The same roster published again "
           "changes no file. --dry-run prints the changes as CSV."),
     pb_cmd_publish},
    {"report", "[ROSTER]", 0, 1, PB_N_("who works when, need against cover"), "paiban report",
     PB_N_("Writes out/report.html, one page that opens without a network, the same tables as out/report.xlsx, and "
           "coverage.csv, hours.csv, summary.csv, counters.csv and month.csv for other programs. Hours are split into pay "
           "classes by the law of team.csv; months, quarters and years are counted over all of rosters/. "
           "Where there is an actuals.csv, who was really there is set beside the plan (adherence.csv)."),
     pb_cmd_report},
    {"cover", "AGENT DATE", 2, 2, PB_N_("who can take this shift, best first"), "paiban cover 李娜 2026-10-01",
     PB_N_("AGENT (an id or a name) cannot come on DATE. Everybody else is tried for the shift, who is free that day and "
           "who works another shift and would leave that; the auditor judges each. Those who can by every hard rule "
           "are listed, by what the roster then costs more than now, with their hours of the week and what gets worse; "
           "then why the others cannot, and what it costs if nobody takes the shift.\n\n"
           "--apply writes the roster with the best one, or the one of --by; AGENT gets a day off. Only the cells "
           "concerned change, and are pinned. The exit code is 1 when nobody can take it."),
     pb_cmd_cover},
    {"swap", "AGENT DATE AGENT DATE", 4, 4, PB_N_("is this swap lawful, what does it change"),
     "paiban swap 李娜 2026-10-01 陈静 2026-10-01",
     PB_N_("The first agent's shift of the first date goes to the second one, whose shift of the second date goes to the "
           "first; the dates may be the same. Agents are named by id or name. It prints whether every hard rule holds "
           "(what was broken before is not held against it), what the roster then costs by rule, the hours of both, and "
           "the cover that is missing. The meal break of a shift moves where that covers better.\n\n"
           "--apply writes the roster if the swap is lawful. Only the cells concerned change, and are pinned. The exit "
           "code is 1 when it is not lawful."),
     pb_cmd_swap},
    {"hire", "", 0, 0, PB_N_("whom to hire, and when"), "paiban hire",
     PB_N_("Forecasts a year, staffs it, works out the paid hours that whole shifts need for it, and plans hires month "
           "by month against them: people leave, hires are paid while they learn, leave has seasons. Prints people, hires and "
           "missing hours by month, the cost with a proven bound, the month that binds, and what one more point of "
           "service level would cost; writes out/hiring.csv. contracts.csv says what people could be hired for, "
           "leave.csv how many are away in which month."),
     pb_cmd_hire},
    {"run", "", 0, 0, PB_N_("forecast, staff, plan, check, simulate and report in one go"),
     "paiban run",
     PB_N_("Runs the whole chain on a workspace, in one process: each stage is the command of that name "
           "and takes the options given here. A stage that fails ends the run; a roster that breaks a "
           "rule or hit the time limit is still simulated and reported.\n\n"
           "At the end it tells what was made, and where. The exit code is that of the stage that ended "
           "the run, else 1 where a rule is broken, else 4 where a limit was hit, else 0."),
     pb_cmd_run},
    {"serve", "", 0, 0, PB_N_("the same in a browser, and the agents' calendar feeds"), "paiban serve",
     PB_N_("Serves pages for a browser until Ctrl-C: how far the plan is and what has changed since, a button for each command, "
           "what it says while it runs, the report, the tables, sick calls and swaps. The pages run the same commands on the same "
           "files, one at a time. The address that is printed holds the key (private/serve.key), which the browser then keeps.\n\n"
           "Calendar feeds lie under /feeds/, each under its secret name, and ask for no key: what paiban publish wrote is what "
           "calendars are told. --feeds-only serves nothing else. Nothing is encrypted: for use beyond this machine put a web "
           "server with TLS before it."),
     pb_cmd_serve},
    {0},
};

const pb_option pb_options[] = {
    /* --- common --- */
    {"*", "directory", 'C', PB_ARG_DIR, "DIR", 0, 0, NULL, PB_N_("the workspace (default: here)")},
    {"*", "json", 0, PB_ARG_FLAG, NULL, 0, 0, NULL,
     PB_N_("results as JSON on standard output, messages as JSON lines")},
    {"*", "quiet", 'q', PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("errors only")},
    {"*", "seed", 0, PB_ARG_INT, "N", 0, 9007199254740991.0, NULL,
     PB_N_("seed of the random numbers (default 1)")},
    {"*", "threads", 0, PB_ARG_INT, "N", 1, 64, NULL,
     PB_N_("threads to use (default: one a processor); results do not depend on it")},
    {"*", "lang", 0, PB_ARG_CHOICE, "LANG", 0, 0, "en|zh",
     PB_N_("language of messages (default: the environment's)")},
    {"*", "help", 'h', PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("show help and leave")},
    {"*", "version", 'V', PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("show the version and leave")},
    /* --- plan, check --- */
    {"plan run", "time-limit", 't', PB_ARG_SECONDS, "TIME", 0.1, 86400, NULL,
     PB_N_("how long to plan at most (default 20s for each unit of --effort); the best roster found is written")},
    {"plan run", "effort", 0, PB_ARG_REAL, "N", 0.01, 1000, NULL,
     PB_N_("how much work the search and the proof do, whatever time it takes (default 1); 10 looks ten times as long for a "
           "better roster and a closer bound")},
    {"plan run", "gap", 0, PB_ARG_REAL, "SHARE", 0, 1, NULL,
     PB_N_("stop when the roster is proven to be within this share of the best (default 1%)")},
    {"plan", "keep", 0, PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("a roster to stay close to: pinned cells stay, each change has a price")},
    {"plan run", "fresh", 0, PB_ARG_FLAG, NULL, 0, 0, NULL,
     PB_N_("let go the pinned cells of out/roster.csv")},
    {"plan", "why", 0, PB_ARG_TEXT, "AGENT", 0, 0, NULL,
     PB_N_("why AGENT works as out/roster.csv says on DATE: what anything else would cost, and whom")},
    {"plan run", "roll", 0, PB_ARG_TEXT, "DAYS|month", 0, 0, NULL,
     PB_N_("plan in pieces of so many days, or of calendar months, each after those before it")},
    {"plan run", "no-proof", 0, PB_ARG_FLAG, NULL, 0, 0, NULL,
     PB_N_("make the roster only, prove no bound: much faster for long plans")},
    {"plan", "write-lp", 0, PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("also write the mixed-integer programme, for other solvers (with --roll: of the first piece)")},
    {"hire", "from", 0, PB_ARG_DATE, "DATE", 0, 0, NULL,
     PB_N_("the first day (default: the first of the month after the history)")},
    {"hire", "months", 0, PB_ARG_INT, "N", 1, 12, NULL, PB_N_("months to plan (default 12)")},
    {"hire", "attrition", 0, PB_ARG_REAL, "SHARE", 0, 0.9, NULL,
     PB_N_("share of the people that leaves each month (default 2%)")},
    {"hire", "short-price", 0, PB_ARG_REAL, "PRICE", 0, 1000000, NULL,
     PB_N_("price of an agent-hour missing (default: that of rule short_cover)")},
    {"hire", "output", 'o', PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("where the table goes (default: out/hiring.csv); - is standard output")},
    {"hire", "time-limit", 't', PB_ARG_SECONDS, "TIME", 0.1, 86400, NULL,
     PB_N_("how long to solve, for each of the two plans (default 20s)")},
    {"cover swap", "roster", 0, PB_ARG_FILE, "FILE", 0, 0, NULL, PB_N_("the roster (default: out/roster.csv)")},
    {"cover swap", "apply", 0, PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("write the roster with the change, if it is lawful")},
    {"cover", "by", 0, PB_ARG_TEXT, "AGENT", 0, 0, NULL, PB_N_("look at this one alone, in detail; with --apply, who takes the shift")},
    {"cover", "all", 0, PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("list all who can, not the ten best")},
    {"plan check cover swap", "requirement", 0, PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("the requirement (default: out/requirement.csv)")},
    {"plan check", "from", 0, PB_ARG_DATE, "DATE", 0, 0, NULL, PB_N_("the first day")},
    {"plan check", "days", 0, PB_ARG_INT, "N", 1, 366, NULL, PB_N_("how many days")},
    {"plan check forecast run", "month", 0, PB_ARG_MONTH, "MONTH", 0, 0, NULL,
     PB_N_("a calendar month, such as 2026-10, in place of --from and --days")},
    {"plan", "output", 'o', PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("where the roster goes (default: out/roster.csv); - is standard output")},
    {"check", "rules", 0, PB_ARG_FLAG, NULL, 0, 0, NULL,
     PB_N_("list what each rule means and for whom, judge nothing")},
    /* --- forecast --- */
    {"forecast run", "from", 0, PB_ARG_DATE, "DATE", 0, 0, NULL,
     PB_N_("the first day to forecast (default: the day after the history)")},
    {"forecast run", "days", 0, PB_ARG_INT, "N", 1, 366, NULL,
     PB_N_("days to forecast (default: plan_days of team.csv, or 28)")},
    {"forecast", "history", 0, PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("a history of no workspace: slot rows, or a log of one row a contact")},
    {"forecast", "calendar", 0, PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("the calendar to take (default: calendar.csv of the workspace)")},
    {"forecast", "timezone", 0, PB_ARG_TEXT, "ZONE", 0, 0, NULL,
     PB_N_("zone of --history's times, such as Asia/Shanghai (default UTC)")},
    {"forecast", "slot-minutes", 0, PB_ARG_INT, "M", 5, 60, NULL,
     PB_N_("length of the slots with --history (default: the file's own)")},
    {"forecast", "open", 0, PB_ARG_TEXT, "HOURS", 0, 0, NULL,
     PB_N_("opening hours with --history, such as \"Mon-Fri 08:00-20:00; Sat 09:00-13:00\"")},
    {"forecast run", "keep-outliers", 0, PB_ARG_FLAG, NULL, 0, 0, NULL,
     PB_N_("learn from outages and outliers like from all else")},
    {"forecast", "backtest", 0, PB_ARG_INT, "N", 1, 1000, NULL,
     PB_N_("replay N days of the past (--days: how far each looks ahead, default 28)")},
    {"forecast", "explain", 0, PB_ARG_DATE, "DATE", 0, 0, NULL,
     PB_N_("how the number of QUEUE on that day came about")},
    {"forecast", "intraday", 0, PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("what has come today: corrects the rest of the first day")},
    /* --- publish --- */
    {"publish", "dry-run", 'n', PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("print what would change, write nothing")},
    {"publish", "from", 0, PB_ARG_DATE, "DATE", 0, 0, NULL,
     PB_N_("first day the roster decides (default: its first row's)")},
    {"publish", "to", 0, PB_ARG_DATE, "DATE", 0, 0, NULL,
     PB_N_("last day the roster decides (default: its last row's)")},
    {"publish", "caldav", 0, PB_ARG_TEXT, "URL", 0, 0, NULL,
     PB_N_("bring the calendars of a server up to date; {agent} in the address becomes each agent's id")},
    {"publish", "smtp", 0, PB_ARG_TEXT, "URL", 0, 0, NULL,
     PB_N_("mail new, changed and cancelled duties through smtp://HOST or smtps://HOST; the word "
           "files, or --dry-run, writes the messages to out/calendars/mail instead")},
    {"publish", "alarm", 0, PB_ARG_SECONDS, "TIME", 60, 86400, NULL,
     PB_N_("a reminder that long before each duty, such as 30m")},
    {"publish", "breaks", 0, PB_ARG_CHOICE, "HOW", 0, 0, "text|events",
     PB_N_("breaks in the description (text), or as entries of their own, too")},
    {"publish", "off", 0, PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("days off as entries")},
    {"publish", "draft", 0, PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("mark all duties as tentative")},
    {"publish", "invite", 0, PB_ARG_FLAG, NULL, 0, 0, NULL,
     PB_N_("messages ask the agent to attend (METHOD:REQUEST), which Outlook needs")},
    {"publish", "messages", 0, PB_ARG_CHOICE, "WHICH", 0, 0, "changes|all",
     PB_N_("messages for changes only, or also for agents who had no calendar yet")},
    {"publish", "adopt", 0, PB_ARG_FLAG, NULL, 0, 0, NULL,
     PB_N_("the ledger is lost: rebuild it from the last calendars")},
    {"publish", "allow-shrink", 0, PB_ARG_FLAG, NULL, 0, 0, NULL,
     PB_N_("let more than half of the published entries go")},
    {"publish", "revoke", 0, PB_ARG_TEXT, "AGENTS", 0, 0, NULL, PB_N_("close these agents' feeds (a;b)")},
    {"publish", "rotate", 0, PB_ARG_TEXT, "AGENTS", 0, 0, NULL, PB_N_("give these agents' feeds new names (a;b)")},
    /* --- staff, simulate --- */
    {"staff simulate", "forecast", 0, PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("the forecast (default: out/forecast.csv)")},
    {"staff simulate", "queues", 0, PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("queues.csv of no workspace; times are UTC unless a team.csv is here")},
    {"staff", "agents", 0, PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("agents.csv, with --queues: whose skills make rows for sets of queues")},
    {"forecast staff simulate", "output", 'o', PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("where the table goes; - for standard output")},
    {"staff run", "policy", 0, PB_ARG_CHOICE, "POLICY", 0, 0, "mean|expected|quantile",
     PB_N_("targets hold for the forecast's mean, on average over what may come, or on a share of days")},
    {"staff run", "quantile", 0, PB_ARG_REAL, "SHARE", 0.01, 0.999, NULL,
     PB_N_("the share of days of the policy quantile, which it chooses (default 80%)")},
    {"staff run", "level", 0, PB_ARG_CHOICE, "BASE", 0, 0, "offered|short-out|answered",
     PB_N_("service level over all that came, without those gone early, or over the answered")},
    {"staff", "slot-by-slot", 0, PB_ARG_FLAG, NULL, 0, 0, NULL,
     PB_N_("each slot by itself: no load carried over from the one before")},
    {"staff", "explain", 0, PB_ARG_TEXT, "TIME", 0, 0, NULL,
     PB_N_("how the number of QUEUE at that time came about")},
    {"staff", "what-if", 0, PB_ARG_TEXT, "agents=N", 0, 0, NULL,
     PB_N_("what N agents would give in every open slot, as CSV")},
    {"simulate", "requirement", 0, PB_ARG_FILE, "FILE", 0, 0, NULL,
     PB_N_("play this requirement, not a roster: each queue has agents of its own")},
    {"simulate run", "replications", 0, PB_ARG_INT, "N", 2, 1000000, NULL,
     PB_N_("how often the days are played (default 100)")},
    {"simulate run", "until", 0, PB_ARG_REAL, "WIDTH", 0.0001, 0.5, NULL,
     PB_N_("go on until each queue's service level is known to this, such as 1%")},
    {"simulate run", "handle", 0, PB_ARG_CHOICE, "LAW", 0, 0, "exponential|lognormal|gamma|fixed",
     PB_N_("law of the handle times (default lognormal)")},
    {"simulate run", "handle-cv", 0, PB_ARG_REAL, "CV", 0.01, 5, NULL,
     PB_N_("their coefficient of variation (default 1)")},
    {"simulate run", "no-shrinkage", 0, PB_ARG_FLAG, NULL, 0, 0, NULL,
     PB_N_("rostered agents are away for their breaks only")},
    /* --- serve --- */
    {"serve", "port", 'p', PB_ARG_INT, "N", 0, 65535, NULL, PB_N_("the port (default 8765; 0: any that is free)")},
    {"serve", "address", 0, PB_ARG_TEXT, "ADDRESS", 0, 0, NULL,
     PB_N_("where to listen (default 127.0.0.1: this machine alone; 0.0.0.0: all networks)")},
    {"serve", "feeds-only", 0, PB_ARG_FLAG, NULL, 0, 0, NULL, PB_N_("the calendar feeds and no page")},
    /* --- init --- */
    {"init", "sample", 0, PB_ARG_CHOICE, "SAMPLE", 0, 0, "shop|desk|tiny",
     PB_N_("which sample to write (default shop)")},
    {0},
};

const pb_exit_row pb_exit_rows[] = {
    {PB_EXIT_DONE, PB_N_("Done.")},
    {PB_EXIT_NO, PB_N_("The answer is no: a rule is broken, or no roster exists.")},
    {PB_EXIT_USAGE, PB_N_("Wrong usage: an unknown command or option, or a value out of range.")},
    {PB_EXIT_INPUT, PB_N_("Bad input, or a file that cannot be read or written. Nothing was changed.")},
    {PB_EXIT_LIMIT, PB_N_("A limit was hit; the best result found is written.")},
    {PB_EXIT_INTERNAL, PB_N_("Internal error: a defect of the program, or no memory.")},
    {-1, NULL},
};

const pb_variable_row pb_variable_rows[] = {
    {"LANGUAGE, LC_ALL, LC_MESSAGES, LANG",
     PB_N_("The language of messages, in this order; --lang overrides them.")},
    {"PAIBAN_CALDAV_USER, PAIBAN_CALDAV_PASSWORD",
     PB_N_("Who we are at the CalDAV server; private/credentials.csv overrides them agent by agent.")},
    {"PAIBAN_SMTP_USER, PAIBAN_SMTP_PASSWORD", PB_N_("Who we are at the mail server; sent over TLS only.")},
    {"PAIBAN_DATA", PB_N_("Where the program's own data lies (holidays, law packs).")},
    {"PAIBAN_NOW", PB_N_("The time to take for now, such as 2026-11-30T08:00:00Z; for tests.")},
    {NULL, NULL},
};
