#!/usr/bin/env Rscript
# SPDX-License-Identifier: GPL-3.0-or-later
# Staffing beside R, from outside: Rscript bench/erlang_oracle.R PAIBAN [SETTINGS]
# Base R only. Random settings of Erlang A and C are given to `paiban staff --what-if` and `paiban staff` as files;
# R computes them on another way: probabilities of every number of contacts from dpois and sums of logarithms, the
# share served in time of each from the incomplete beta and gamma functions (pbeta, pgamma), no integral.
args <- commandArgs(TRUE)
paiban <- args[1]
settings <- if (length(args) > 1) as.integer(args[2]) else 200L
set.seed(20261122)

# Served at all, served within T and mean wait of the served, seen by a customer; busy share.
service <- function(load, aht, patience, agents, within) {
  lambda <- load / aht
  mu <- 1 / aht
  theta <- if (is.na(patience)) 0 else 1 / patience
  top <- agents + 200000L
  steps <- log(lambda) - log(agents * mu + theta * seq_len(top - agents))
  above <- dpois(agents, load, log = TRUE) + cumsum(steps)
  above <- above[above > max(above, dpois(agents, load, log = TRUE)) - 45]
  below <- dpois(0:(agents - 1), load, log = TRUE)
  at <- c(below, dpois(agents, load, log = TRUE), above)
  p <- exp(at - max(at))
  p <- p / sum(p)
  wait <- p[(agents + 1):length(p)]
  q <- seq_along(wait) - 1 # customers ahead in the queue
  if (theta > 0) {
    c <- agents * mu / theta
    served <- c / (c + q + 1)
    within <- served * pbeta(exp(-theta * within), c + 1, q + 1, lower.tail = FALSE)
    waited <- served * (digamma(c + q + 2) - digamma(c + 1)) / theta
  } else {
    served <- rep(1, length(q))
    within <- pgamma(within, q + 1, rate = agents * mu)
    waited <- (q + 1) / (agents * mu)
  }
  idle <- sum(p[1:agents])
  all <- idle + sum(wait * served)
  c(level = idle + sum(wait * within), rate = all, asa = sum(wait * waited) / all, busy = load * all / agents)
}

number <- function(x) ifelse(is.na(x), "", format(x, digits = 17, scientific = FALSE, trim = TRUE))
dir <- tempfile("oracle")
dir.create(dir)
file <- function(name) file.path(dir, name)
run <- function(...) {
  status <- system2(paiban, c("-q", "staff", "--forecast", file("f.csv"), "--queues", file("q.csv"), ...),
                    stdout = file("out.csv"), stderr = FALSE)
  if (status != 0) stop("paiban ended with ", status)
  read.csv(file("out.csv"))
}

load <- 10^runif(settings, -0.5, 3)
aht <- round(runif(settings, 20, 440))
patience <- ifelse(runif(settings) < 0.25, NA, round(10^runif(settings, 0.7, 3.5)))
within <- round(runif(settings, 0, 90))
target <- round(runif(settings, 0.5, 0.95), 2)
worst <- c(level = 0, rate = 0, asa = 0, busy = 0)
agents_equal <- 0
for (i in seq_len(settings)) {
  queue <- data.frame(queue = "q", channel = "voice", service_level = target[i], within_s = within[i],
                      patience_s = number(patience[i]))
  write.csv(queue, file("q.csv"), row.names = FALSE, quote = FALSE)
  contacts <- load[i] * 1800 / aht[i]
  start <- format(as.POSIXct("2026-11-30", tz = "UTC") + 1800 * 0:47, "%Y-%m-%dT%H:%M", tz = "UTC")
  write.csv(data.frame(start = start, queue = "q", contacts = number(contacts), aht_s = aht[i]), file("f.csv"),
            row.names = FALSE, quote = FALSE)
  need <- run("-o", "-")$required[24]
  agents <- max(need + sample(-2:3, 1), 1)
  if (is.na(patience[i])) agents <- max(agents, floor(load[i]) + 1)
  given <- run(paste0("--what-if=agents=", agents))[24, ]
  mine <- unlist(given[c("service_level", "answer_rate", "asa_s", "occupancy")])
  r <- service(load[i], aht[i], patience[i], agents, within[i])
  keep <- r > 1e-12
  worst[keep] <- pmax(worst[keep], abs(mine[keep] / r[keep] - 1))
  keeps <- function(n) !(is.na(patience[i]) && n <= load[i]) &&
    service(load[i], aht[i], patience[i], n, within[i])["level"] >= target[i] * (1 - 1e-12)
  agents_equal <- agents_equal + (keeps(need) && (need == 1 || !keeps(need - 1)))
}
cat("R ", as.character(getRversion()), ", ", settings, " random settings (0.3 to 1000 Erlang; ",
    sum(is.na(patience)), " without patience)\n", sep = "")
cat(sprintf("%-14s largest relative difference %.1e\n",
            c("service level", "answer rate", "mean wait", "occupancy"), worst), sep = "")
cat("agents required: the same in", agents_equal, "of", settings, "\n")
unlink(dir, recursive = TRUE)
quit(status = if (max(worst) < 1e-8 && agents_equal == settings) 0 else 1)
