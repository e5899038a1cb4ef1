#!/usr/bin/env Rscript
# SPDX-License-Identifier: GPL-3.0-or-later
# The checks of tidy.rules in R: data.table reads, on all cores, and base R
# computes on matrices with a row for each area and year and a column for each
# component; NA where nothing is printed.
#
#     Rscript data_table.R FIGURES.csv VIOLATIONS.csv

suppressPackageStartupMessages(library(data.table))
setDTthreads(0L)
arguments <- commandArgs(TRUE)

figures <- fread(arguments[1], select = list(
  factor = c("region", "indicator", "component"), integer = c("period", "decimals"),
  numeric = "value"), showProgress = FALSE)
areas <- levels(figures$region)
components <- levels(figures$component)
parts <- setdiff(components, "TOTAL")
first <- min(figures$period)
years <- max(figures$period) - first + 1L
n_rows <- years * length(areas)
figures[, row := (as.integer(region) - 1L) * years + (period - first) + 1L]
half <- 0.5 * 10 ^ -(0:15)

# The matrices of one indicator: what is printed, its low and its high bounds.
groups <- split(seq_len(nrow(figures)), figures$indicator)
bounds <- function(name, columns) {
  at <- groups[[name]]
  cell <- figures$row[at] + n_rows * (match(components, columns)[figures$component[at]] - 1)
  value <- figures$value[at]
  width <- half[figures$decimals[at] + 1L]
  spread <- function(x) {
    m <- matrix(NA_real_, n_rows, length(columns))
    m[cell] <- x
    m
  }
  list(printed = spread(value), low = spread(value - width), high = spread(value + width))
}

opening <- seq.int(1L, n_rows, years)
before <- function(m) {
  m <- m[c(NA, seq_len(n_rows - 1L)), , drop = FALSE]
  m[opening, ] <- NA
  m
}

found <- list()
check <- function(rule, x, columns, low, high) {
  slack <- 1e-9 * pmax.int(abs(x$printed), 1)
  at <- which(x$high < low - slack | x$low > high + slack)
  row <- (at - 1L) %% n_rows
  found[[rule]] <<- data.table(
    check = rep(rule, length(at)), region = areas[row %/% years + 1L],
    period = first + row %% years, component = columns[(at - 1L) %/% n_rows + 1L],
    printed = x$printed[at], low = low[at], high = high[at])
}
total <- function(x) lapply(x, function(m) m[, ncol(m), drop = FALSE])
sums <- function(rule, x, of) {
  within <- lapply(x, function(m) m[, colSums(!is.na(m)) > 0, drop = FALSE])
  check(rule, of, "TOTAL", rowSums(within$low), rowSums(within$high))
}

both <- c(parts, "TOTAL")
whole <- length(both)
some <- -whole
now <- bounds("grdp_current", both)
workers <- bounds("employment", both)
sums("sum_grdp_current", lapply(now, function(m) m[, some, drop = FALSE]), total(now))
sums("sum_employment", lapply(workers, function(m) m[, some, drop = FALSE]), total(workers))
share <- bounds("share", parts)
hundred <- rep(100, n_rows)
sums("sum_share", share, list(printed = hundred, low = hundred, high = hundred))
check("share", share, parts, 100 * now$low[, some] / now$high[, whole],
      100 * now$high[, some] / now$low[, whole])
rm(share)
check("productivity", bounds("productivity", both), both, now$low / workers$high,
      now$high / workers$low)
people <- bounds("population", "TOTAL")
check("grdp_per_capita", bounds("grdp_per_capita", "TOTAL"), "TOTAL",
      now$low[, whole] / people$high, now$high[, whole] / people$low)
workers <- total(workers)
rm(now)

level <- bounds("grdp_constant", both)
sums("sum_grdp_constant", lapply(level, function(m) m[, some, drop = FALSE]), total(level))
low <- before(level$low)
high <- before(level$high)
a <- level$low[, whole] / workers$high
b <- level$high[, whole] / workers$low
check("productivity_growth", bounds("productivity_growth", "TOTAL"), "TOTAL",
      100 * (a / before(b) - 1), 100 * (b / before(a) - 1))
a <- 100 * (level$low / high - 1)
b <- 100 * (level$high / low - 1)
rm(level)
growth <- bounds("growth_real", both)
check("growth_real", growth, both, a, b)
growth <- total(growth)
contribution <- bounds("contribution", parts)
sums("sum_contribution", contribution, growth)
a <- a[, some]
b <- b[, some]
light <- low[, some] / high[, whole]
heavy <- high[, some] / low[, whole]
check("contribution", contribution, parts, a * fifelse(a >= 0, light, heavy),
      b * fifelse(b >= 0, heavy, light))

plan <- bounds("investment_plan", "TOTAL")
spent <- bounds("investment_disbursed", "TOTAL")
check("disbursement_ratio", bounds("disbursement_ratio", "TOTAL"), "TOTAL",
      100 * spent$low / plan$high, 100 * spent$high / plan$low)

fwrite(rbindlist(found), arguments[2])
