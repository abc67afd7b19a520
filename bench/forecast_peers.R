# SPDX-License-Identifier: GPL-3.0-or-later
# usage: Rscript forecast_peers.R DIR METHOD SERIES [N_ORIGINS]   METHOD: stlf or tbats
# Forecasts SERIES at each origin (or N_ORIGINS of them, evenly taken) for 28 days and writes
# DIR/METHOD/SERIES_ORIGIN.csv: a line a day, date and one value a half hour; first line the seconds it took.
# What was forecast before is not run again. Gaps are filled by the neighbouring weeks' same slot.
suppressMessages(library(forecast))
args <- commandArgs(TRUE)
dir <- args[1]; method <- args[2]; series <- args[3]
x <- read.csv(file.path(dir, paste0(series, ".csv")), header = FALSE, stringsAsFactors = FALSE)
dates <- as.Date(x[[1]]); y <- as.matrix(x[, -1]); storage.mode(y) <- "double"
weekday <- as.POSIXlt(dates)$wday
known <- !is.na(y)
slots <- which(colSums(known) > 0)
weekdays <- sort(unique(weekday[rowSums(known) > 0]))
keep <- weekday %in% weekdays
dates <- dates[keep]; y <- y[keep, slots, drop = FALSE]
per_day <- length(slots); days_a_week <- length(weekdays)
origins <- as.Date(readLines(file.path(dir, paste0(series, ".org"))))
if (length(args) > 3) origins <- origins[unique(round(seq(1, length(origins), length.out = as.integer(args[4]))))]
dir.create(file.path(dir, method), showWarnings = FALSE)
fill <- function(m) {
  for (s in seq_len(ncol(m))) for (d in which(is.na(m[, s]))) {
    near <- c(d - days_a_week, d + days_a_week, d - 2 * days_a_week, d + 2 * days_a_week, d - 3 * days_a_week, d + 3 * days_a_week)
    near <- near[near >= 1 & near <= nrow(m)]
    m[d, s] <- mean(m[near, s], na.rm = TRUE)
  }
  m[is.nan(m)] <- 0
  m
}
for (k in seq_along(origins)) {
  out <- file.path(dir, method, paste0(series, "_", format(origins[k]), ".csv"))
  if (file.exists(out)) next
  weeks <- if (method == "tbats") 8 else 53
  past <- which(dates < origins[k]); past <- tail(past, weeks * days_a_week)
  v <- as.vector(t(fill(y[past, , drop = FALSE])))
  ahead <- 4 * days_a_week
  started <- proc.time()[["elapsed"]]
  f <- tryCatch({
    if (method == "stlf") {
      s <- msts(v, seasonal.periods = c(per_day, per_day * days_a_week))
      as.numeric(stlf(s, h = ahead * per_day)$mean)
    } else {
      s <- msts(v, seasonal.periods = c(per_day, per_day * days_a_week))
      m <- tbats(s, use.box.cox = FALSE, use.trend = FALSE, use.parallel = FALSE)
      as.numeric(forecast(m, h = ahead * per_day)$mean)
    }
  }, error = function(e) { message(series, " ", origins[k], ": ", conditionMessage(e)); NULL })
  if (is.null(f)) next
  took <- proc.time()[["elapsed"]] - started
  f <- pmax(f, 0)
  # dates of the forecast days: the next days on weekdays that are in use
  day <- origins[k]; target <- c()
  while (length(target) < ahead) { if (as.POSIXlt(day)$wday %in% weekdays) target <- c(target, format(day)); day <- day + 1 }
  m <- matrix(0, ahead, ncol(x) - 1)
  m[, slots] <- matrix(f, ahead, per_day, byrow = TRUE)
  con <- file(out, "w")
  writeLines(sprintf("seconds,%.2f", took), con)
  for (i in seq_len(ahead)) writeLines(paste(c(target[i], sprintf("%.6g", m[i, ])), collapse = ","), con)
  close(con)
  cat(series, format(origins[k]), sprintf("%.1f s\n", took))
}
