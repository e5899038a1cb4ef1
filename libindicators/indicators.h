/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libindicators: computes the indicators of an economic report and proves
 * whether its printed figures can all be true.
 *
 * Conventions, valid for every declaration below:
 *
 * - A function that can fail returns ind_status; IND_OK is 0. Its results go
 *   out through the last parameters and are untouched on failure, unless the
 *   function says otherwise. `error` is owned by the caller, may be NULL, and is
 *   filled only on failure.
 * - Functions in `_new` and `_new_standard`, ind_check, ind_compute and
 *   ind_reconcile hand over an object through a pointer to pointer, and no others
 *   do; release it with the `_free` of its type, which accepts NULL. Strings and
 *   pointers returned by accessors are borrowed: they are valid until the object
 *   they came from is changed or freed.
 * - Text is UTF-8. Text passed with a length need not end in a NUL.
 * - The library never prints, exits or aborts, and has no mutable global
 *   state. Distinct objects may be used from distinct threads; an object that
 *   is only read may be shared.
 * - Enumerators keep their values for ever; new ones are appended.
 */
#ifndef LIBINDICATORS_INDICATORS_H
#define LIBINDICATORS_INDICATORS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined __GNUC__
#define IND_MUST_CHECK __attribute__ ((warn_unused_result))
#else
#define IND_MUST_CHECK
#endif

/* ------------------------------------------------------------------------
 * Status and error
 * ---------------------------------------------------------------------- */

/* What came of a call. 1xx: the caller's argument; 2xx: not computable from
 * these data; 3xx: the text of an input; 4xx: the system; 9xx: a defect of
 * the library. */
typedef enum ind_status {
  IND_OK = 0,
  IND_E_ARGUMENT = 100,   /* an argument is outside its documented domain */
  IND_E_RANGE = 101,      /* an index is not below its count */
  IND_E_DOMAIN = 200,     /* no result for at least one element */
  IND_E_AMBIGUOUS = 201,  /* a printed number reads in two ways */
  IND_E_CONTRADICTION = 202, /* no values satisfy all equations and bounds */
  IND_E_NUMBER = 300,     /* text is not a printed number */
  IND_E_UNIT = 301,       /* text is not a known unit */
  IND_E_PERIOD = 302,     /* text is not a time period */
  IND_E_CSV = 303,        /* an input table breaks the CSV contract */
  IND_E_RULE = 304,       /* a rules file breaks the language */
  IND_E_ENCODING = 305,   /* text is not valid in the declared encoding */
  IND_E_PRECISION = 306,  /* a number has more digits than can be kept exactly */
  IND_E_MEMORY = 400,     /* memory ran out */
  IND_E_FILE = 401,       /* a file cannot be opened, read or written */
  IND_E_WRITE = 402,      /* the caller's writer reported a failure */
  IND_E_INTERNAL = 900    /* a defect of the library; please report it */
} ind_status;

/* The symbolic name ("IND_E_NUMBER") and a sentence for a status. Total and
 * static: an unknown value gives "IND_E_UNKNOWN" and a sentence saying so. */
const char *ind_status_name (int status);
const char *ind_status_message (int status);

/* The k-th status, k from 0, or -1 when there is no k-th. Lets tests and
 * bindings walk all of them. */
int ind_status_at (size_t k);

/* Where and why a call failed. `record` counts the records of the input from
 * 1, the header being record 1; `field` counts the columns from 1; both are 0
 * where there is none. In a rules text they are line and column. */
typedef struct ind_error {
  ind_status status;
  size_t record;
  size_t field;
  char message[256];
} ind_error;

/* The version the program runs with ("0.1.0"); the one it was compiled with
 * is in libindicators.pc. */
const char *ind_version (void);

/* Releases a plain block of memory that the library handed over, or NULL. No
 * function of this version hands one over; objects have a `_free` of their
 * own. */
void ind_free (void *block);

/* Receives `length` bytes, in the thread of the caller of what writes; returns 0,
 * or anything else to stop the writing with IND_E_WRITE. */
typedef int (*ind_writer) (void *context, const char *bytes, size_t length);

/* ------------------------------------------------------------------------
 * Numbers: decimals, intervals, units, numbers as printed
 * ---------------------------------------------------------------------- */

/* The exact number mantissa * 10^-decimals; |mantissa| < 10^18 and
 * -40 <= decimals <= 40. decimals < 0 says that the last digits were never
 * printed: 12 thousand is {12, -3}. */
typedef struct ind_decimal {
  int64_t mantissa;
  int32_t decimals;
} ind_decimal;

/* All real numbers x with low <= x <= high. Either end may be infinite.
 * low > high is the empty interval, written {+inf, -inf} by this library. No
 * end is ever NaN. */
typedef struct ind_interval {
  double low, high;
} ind_interval;

/* How a printed figure was brought to its last digit. What is said for x > 0
 * is mirrored for x < 0: -5 truncated is -5 - u .. -5. A figure 0, truncated
 * or any, is -u .. u, as it may come from either side; rounded up, it is 0. */
typedef enum ind_rounding {
  IND_ROUNDING_NEAREST = 0,   /* any tie rule: x - u/2 .. x + u/2 */
  IND_ROUNDING_TRUNCATED = 1, /* towards zero: x .. x + u for x > 0 */
  IND_ROUNDING_ANY = 2,       /* nearest or truncated: x - u/2 .. x + u for x > 0 */
  IND_ROUNDING_HALF_UP = 3,   /* nearest with a known tie rule: the closed  */
  IND_ROUNDING_HALF_EVEN = 4, /*   interval is the same as for nearest      */
  IND_ROUNDING_UP = 5         /* away from zero: x - u .. x for x > 0 */
} ind_rounding;

/* What the words around a figure say of it. u is the unit of its last digit.
 * More and less are those of numbers, whatever the sign of x: over -5 is
 * -5 .. -5 + u. Only NONE and ESTIMATE depend on ind_rounding. */
typedef enum ind_qualifier {
  IND_QUALIFIER_NONE = 0,     /* rounded: see ind_rounding */
  IND_QUALIFIER_EXACT = 1,    /* a count or a constant: x .. x */
  IND_QUALIFIER_APPROX = 2,   /* about: x - u .. x + u */
  IND_QUALIFIER_OVER = 3,     /* more than, cut off: x .. x + u */
  IND_QUALIFIER_UNDER = 4,    /* less than, cut off: x - u .. x */
  IND_QUALIFIER_AT_LEAST = 5, /* x .. +inf */
  IND_QUALIFIER_AT_MOST = 6,  /* -inf .. x */
  IND_QUALIFIER_ESTIMATE = 7  /* an estimate obeys the identities: as NONE */
} ind_qualifier;

/* How the trailing zeros of an integer are read. */
typedef enum ind_zeros {
  IND_ZEROS_WEAK = 0,  /* four digits or more: each trailing zero may be rounding */
  IND_ZEROS_STRICT = 1 /* every digit is significant */
} ind_zeros;

/* The place of the last significant digit of an integer or decimal as
 * written: decimals, or minus the number of weak trailing zeros. 50400 gives
 * -2 (weak) or 0 (strict); 60 gives 0; 5.50 gives 2. */
int32_t ind_decimal_precision (ind_decimal number, ind_zeros zeros);

/* All true values that print as `number` when its last significant digit has
 * the place `precision` (see ind_decimal_precision; u = 10^-precision),
 * multiplied by 10^scale: the ends are exact decimals, rounded outward once.
 * Errors: IND_E_ARGUMENT for an enumerator that does not exist or a power of
 * ten beyond +-60. Source: XBRL Calculations 1.1 for nearest; truncation by
 * its definition. */
IND_MUST_CHECK ind_status ind_decimal_interval (ind_decimal number, int32_t precision,
                                 ind_qualifier qualifier, ind_rounding rounding,
                                 int32_t scale, ind_interval *out);

/* The tightest interval of doubles around mantissa * 10^-decimals. */
ind_interval ind_decimal_enclosure (ind_decimal number);

/* Reads an unformatted decimal as the CSV contract has it: optional sign,
 * digits, optional point and digits, nothing else, no blanks; "-0.50" is
 * {-50, 2}. Errors: IND_E_NUMBER; IND_E_PRECISION beyond 18 significant
 * digits or 40 decimals. */
IND_MUST_CHECK ind_status ind_decimal_read (const char *text, size_t length, ind_decimal *out,
                             ind_error *error);

/* Writes `number` with a decimal point and all its decimals; a negative
 * count of decimals appears as zeros. At most 64 bytes with the NUL. Returns
 * the length. */
size_t ind_decimal_write (ind_decimal number, char text[64]);

/* Interval arithmetic. Each result is the tightest interval of doubles that
 * contains every exact result of the operation on members of the operands,
 * barring underflow, where it is valid but one step wider. An empty operand
 * gives the empty interval. The sign of an infinite end times zero is zero.
 * Division by an interval that contains zero gives the hull of the quotients
 * by its non-zero members; by {0, 0}, the empty interval. Directed rounding
 * comes from error-free transformations; the floating-point environment is
 * neither read nor changed, and must round to nearest. */
ind_interval ind_interval_add (ind_interval a, ind_interval b);
ind_interval ind_interval_sub (ind_interval a, ind_interval b);
ind_interval ind_interval_mul (ind_interval a, ind_interval b);
ind_interval ind_interval_div (ind_interval a, ind_interval b);
ind_interval ind_interval_neg (ind_interval a);
ind_interval ind_interval_intersect (ind_interval a, ind_interval b);
ind_interval ind_interval_hull (ind_interval a, ind_interval b);
int ind_interval_is_empty (ind_interval a);
int ind_interval_contains (ind_interval a, double x);

/* A unit: a product of powers of at most four base symbols, and a power of
 * ten. Currencies are ISO 4217 codes; XDC is the local currency, whichever it
 * is; PS persons, PT percent and PP percentage points follow SDMX; NUMBER
 * counts things. `price_base` is the year of constant prices, 0 for none. */
typedef struct ind_unit {
  char symbol[4][8]; /* in alphabetical order, unused ones empty */
  int8_t exponent[4];
  int16_t price_base;
  int16_t scale; /* the figure counts 10^scale of the symbols */
} ind_unit;

/* Reads a unit: an SDMX code, or unit words in English or Vietnamese
 * ("bn VND 2010", "mn VND/person", "percentage points", "ha", and their
 * Vietnamese names). Case and blanks do not matter. Errors: IND_E_UNIT, with
 * a message that names the word not known. */
IND_MUST_CHECK ind_status ind_unit_read (const char *text, size_t length, ind_unit *out,
                          ind_error *error);

/* Writes the canonical spelling ("10^9 VND/PS", "PT"); at most 64 bytes with
 * the NUL. Returns the length. */
size_t ind_unit_write (const ind_unit *unit, char text[64]);

/* The k-th unit word known, k from 0: its spelling, language ("en", "vi",
 * "sdmx") and what it stands for. Returns 0 when there is no k-th. */
int ind_unit_at (size_t k, const char **word, const char **language, ind_unit *unit);

/* How a text groups digits and marks decimals. */
typedef enum ind_locale {
  IND_LOCALE_AUTO = 0, /* infer; where the text leaves doubt, give both readings */
  IND_LOCALE_VI = 1,   /* 50.400,5 */
  IND_LOCALE_EN = 2,   /* 50,400.5 */
  IND_LOCALE_IN = 3    /* 5,04,000.5 */
} ind_locale;

/* A number as printed. For a range ("7-7,5%"), `is_range` is 1 and `upper`
 * its upper end; otherwise `upper` repeats `value`. */
typedef struct ind_number {
  ind_decimal value, upper;
  ind_unit unit;           /* no symbols: none was printed */
  ind_qualifier qualifier;
  ind_locale locale;       /* the convention this reading follows */
  uint8_t is_range;
  uint8_t has_unit;
  uint8_t is_leading_zero; /* "06": a count or an ordinal as printed */
} ind_number;

#define IND_MAX_READINGS 2

/* Reads a printed number with its qualifier and unit words: grouping of the
 * locale, Unicode minus, no-break and thin spaces, percent sign, ranges.
 * The whole text must be understood. `readings` receives 1 reading, or 2
 * where the text is ambiguous under IND_LOCALE_AUTO ("60,530"): the status is
 * then IND_E_AMBIGUOUS, the readings are filled, and the choice is the
 * caller's. Errors: IND_E_NUMBER, IND_E_UNIT, IND_E_PRECISION,
 * IND_E_ENCODING, IND_E_ARGUMENT. */
IND_MUST_CHECK ind_status ind_number_read (const char *text, size_t length, ind_locale locale,
                            ind_number readings[IND_MAX_READINGS], size_t *n_readings,
                            ind_error *error);

/* All true values that print as `number`, in its own unit's symbols (scale
 * applied). For a range: from the low end of its lower to the high end of its
 * upper bound. */
IND_MUST_CHECK ind_status ind_number_interval (const ind_number *number, ind_rounding rounding,
                                ind_zeros zeros, ind_interval *out);

/* Words for enumerators, as the CSV contract spells them ("truncated",
 * "at_least", "vi"), and back. The names are static; an unknown value gives
 * "?". The readers return IND_E_ARGUMENT for an unknown word. */
const char *ind_rounding_name (ind_rounding rounding);
const char *ind_qualifier_name (ind_qualifier qualifier);
const char *ind_locale_name (ind_locale locale);
IND_MUST_CHECK ind_status ind_rounding_read (const char *text, size_t length, ind_rounding *out);
IND_MUST_CHECK ind_status ind_qualifier_read (const char *text, size_t length, ind_qualifier *out);
IND_MUST_CHECK ind_status ind_locale_read (const char *text, size_t length, ind_locale *out);

/* ------------------------------------------------------------------------
 * Formulas: kernels on plain arrays
 *
 * Operands stand in the order in which the formula names them, the current one
 * before the previous; over parts and along a series, below, the earlier before the
 * later. Every array has n elements. out may be one of the inputs. `valid`, when not
 * NULL, receives 1 where out holds a result and 0 where it does not; there
 * out is NaN. An element has no result when an operand is not finite, a
 * denominator is zero or negative where the declaration excludes it, or the
 * result would not be finite. The status is then IND_E_DOMAIN, and all other
 * elements are computed. IND_E_ARGUMENT: a NULL array with n > 0.
 * No kernel allocates.
 * ---------------------------------------------------------------------- */

/* 100 part / total, in percent. total != 0. */
IND_MUST_CHECK ind_status ind_share (const double *part, const double *total, size_t n,
                                     double *out, uint8_t *valid);

/* share - previous_share, in percentage points. */
IND_MUST_CHECK ind_status ind_share_change (const double *share, const double *previous_share,
                                            size_t n, double *out, uint8_t *valid);

/* 100 (current - previous) / previous, in percent. previous > 0: a growth
 * rate from a negative or zero base has no meaning. Real growth on values at
 * constant prices, nominal growth on values at current prices. */
IND_MUST_CHECK ind_status ind_growth (const double *current, const double *previous, size_t n,
                                      double *out, uint8_t *valid);

/* 100 (part - previous_part) / previous_total at constant prices of a fixed
 * base, in percentage points; contributions of all parts add up to the growth
 * of the total. previous_total > 0. IMF Quarterly National Accounts Manual
 * (2017), ch. 8. */
IND_MUST_CHECK ind_status ind_contribution (const double *part, const double *previous_part,
                                            const double *previous_total, size_t n, double *out,
                                            uint8_t *valid);

/* 100 current_price / constant_price, an index. constant_price > 0. */
IND_MUST_CHECK ind_status ind_deflator (const double *current_price, const double *constant_price,
                                        size_t n, double *out, uint8_t *valid);

/* amount / persons, in units of amount per person. persons > 0. Gives GRDP
 * per capita with the average population, labour productivity with the
 * average number of employed persons. */
IND_MUST_CHECK ind_status ind_per_capita (const double *amount, const double *population, size_t n,
                                          double *out, uint8_t *valid);

/* amount / exchange_rate: local currency to the currency the rate is quoted
 * for (VND per USD gives USD). exchange_rate > 0. With a purchasing power parity
 * in place of the rate, an amount at the price level of the country or group the
 * parity refers to (VND per international dollar gives international dollars). */
IND_MUST_CHECK ind_status ind_convert (const double *amount, const double *exchange_rate, size_t n,
                                       double *out, uint8_t *valid);

/* 100 ppp / exchange_rate, an index: the price level of a country where that of the
 * reference of both is 100. ppp and exchange_rate are local currency per unit of the
 * same currency, and > 0. Eurostat and OECD, Methodological Manual on Purchasing
 * Power Parities (2012). */
IND_MUST_CHECK ind_status ind_price_level_index (const double *ppp, const double *exchange_rate,
                                                 size_t n, double *out, uint8_t *valid);

/* output / employment, in units of output per employed person.
 * employment > 0. */
IND_MUST_CHECK ind_status ind_productivity (const double *output, const double *employment,
                                            size_t n, double *out, uint8_t *valid);

/* Growth of output per employed person from the growth of both, in percent:
 * 100 ((1 + g_output / 100) / (1 + g_employment / 100) - 1), evaluated
 * without cancellation. Both > -100. */
IND_MUST_CHECK ind_status ind_productivity_growth (const double *output_growth,
                                                   const double *employment_growth, size_t n,
                                                   double *out, uint8_t *valid);

/* 100 disbursed / plan, in percent; above 100 is legal. plan > 0. The
 * execution of any plan in amounts is the same ratio. */
IND_MUST_CHECK ind_status ind_disbursement_ratio (const double *disbursed, const double *plan,
                                                  size_t n, double *out, uint8_t *valid);

/* 100 disbursed / (plan + carried_over), in percent: of the funds of the year and
 * those carried over from earlier years, where disbursed holds both, too. plan,
 * carried_over >= 0, and one of them > 0. */
IND_MUST_CHECK ind_status ind_disbursement_ratio_carried_over (const double *disbursed,
                                                               const double *plan,
                                                               const double *carried_over,
                                                               size_t n, double *out,
                                                               uint8_t *valid);

/* 100 (actual - baseline) / (target - baseline), in percent: how much of a planned
 * change was made, a rise (employment) or a fall (the poverty rate); negative for a
 * change the other way, above 100 beyond the target. target != baseline. */
IND_MUST_CHECK ind_status ind_target_progress (const double *actual, const double *baseline,
                                               const double *target, size_t n, double *out,
                                               uint8_t *valid);

/* current - previous, in the unit of both. */
IND_MUST_CHECK ind_status ind_change (const double *current, const double *previous, size_t n,
                                      double *out, uint8_t *valid);

/* 100 ((last / first)^(1 / years) - 1), the average growth per year in percent.
 * `years` is the time between the two, not the number of values: 5 from 2015 to
 * 2020, 7.75 from the third quarter of 1982 to the second of 1990. first, last,
 * years > 0. */
IND_MUST_CHECK ind_status ind_average_growth (const double *last, const double *first,
                                              const double *years, size_t n, double *out,
                                              uint8_t *valid);

/* 100 ((current / previous)^periods_per_year - 1): growth of a quarter (4) or a
 * month (12) at an annual rate, in percent. All > 0. IMF Quarterly National
 * Accounts Manual (2017), ch. 1. */
IND_MUST_CHECK ind_status ind_annualised_growth (const double *current, const double *previous,
                                                 const double *periods_per_year, size_t n,
                                                 double *out, uint8_t *valid);

/* 100 ((1 + a / 100) / (1 + b / 100) - 1): real growth from nominal growth and
 * that of the deflator, growth per head from that of both; in percent. Both
 * > -100. */
IND_MUST_CHECK ind_status ind_growth_of_quotient (const double *numerator_growth,
                                                  const double *denominator_growth, size_t n,
                                                  double *out, uint8_t *valid);

/* 100 ((1 + a / 100) (1 + b / 100) - 1), in percent: nominal growth from real
 * growth and that of the deflator. Both > -100. */
IND_MUST_CHECK ind_status ind_growth_of_product (const double *a, const double *b, size_t n,
                                                 double *out, uint8_t *valid);

/* growth previous_part / previous_total, in percentage points: the contribution
 * of a part whose chain-linked volume grew by `growth` percent, by values at
 * current prices of the year before. Contributions of all parts add up to the
 * growth of the total for annual Laspeyres volumes. Not for quarters, for which there
 * is ind_contribution_annual_overlap, nor for Fisher volumes. previous_total > 0. IMF
 * Quarterly National Accounts Manual (2017), ch. 8. */
IND_MUST_CHECK ind_status ind_contribution_chained (const double *growth,
                                                    const double *previous_part,
                                                    const double *previous_total, size_t n,
                                                    double *out, uint8_t *valid);

/* 100 part_contribution / growth: the share of a part in growth, in percent; in a
 * fall, positive for what fell. growth != 0; near 0 it has no meaning. */
IND_MUST_CHECK ind_status ind_contribution_share (const double *part_contribution,
                                                  const double *growth, size_t n, double *out,
                                                  uint8_t *valid);

/* 100 current_price / price_index: a value at the prices of the index's
 * reference. price_index > 0. */
IND_MUST_CHECK ind_status ind_deflate (const double *current_price, const double *price_index,
                                       size_t n, double *out, uint8_t *valid);

/* (part / total) / (part_of_reference / reference): the share of an activity in a
 * region over its share in the country, 1 where they are equal. The last three
 * > 0. */
IND_MUST_CHECK ind_status ind_location_quotient (const double *part, const double *total,
                                                 const double *part_of_reference,
                                                 const double *reference, size_t n, double *out,
                                                 uint8_t *valid);

/* investment / (output - previous_output), the incremental capital-output ratio;
 * all at constant prices, investment of the year of output (or, with a lag, of an
 * earlier one). output > previous_output: without growth it has no meaning. */
IND_MUST_CHECK ind_status ind_icor (const double *investment, const double *output,
                                    const double *previous_output, size_t n, double *out,
                                    uint8_t *valid);

/* growth / growth_of_cause, both in percent: how much one grows for 1 percent of
 * the other; the buoyancy of a tax when these are revenue and GRDP.
 * growth_of_cause != 0. */
IND_MUST_CHECK ind_status ind_elasticity (const double *growth, const double *growth_of_cause,
                                          size_t n, double *out, uint8_t *valid);

/* ------------------------------------------------------------------------
 * Formulas over n parts at once
 *
 * One result of all elements, or one for each; no `valid`. Where some operand is
 * outside of its domain, is not finite, or there is none (n = 0), all results are
 * NaN and the status is IND_E_DOMAIN. IND_E_ARGUMENT: a NULL array with n > 0, or
 * no place for a result. Sums are carried with twice the digits.
 * ---------------------------------------------------------------------- */

/* Index numbers: 100 times the ratio of `current` to `previous`, over n items.
 * For an index of prices, these two are prices and weights quantities; for one of
 * quantities, the other way round. Values are prices times quantities. No operand
 * is negative, and the denominators are > 0. SNA 2008, ch. 15; ILO et al.,
 * Consumer Price Index Manual (2020).
 *
 *   Lowe         sum current w / sum previous w, w of any period (shares of
 *                expenditure are values: Young's, or price-updated)
 *   Laspeyres    with w of the previous period
 *   Paasche      with w of the current one
 *   Fisher       the geometric mean of these two
 *   Young        sum v (current / previous) / sum v, v values of any period;
 *                previous > 0
 *   Toernqvist   exp of sum s ln (current / previous), s the mean of the shares
 *                in value of both periods; previous, current > 0 */
IND_MUST_CHECK ind_status ind_lowe_index (const double *previous, const double *current,
                                          const double *weight, size_t n, double *out);
IND_MUST_CHECK ind_status ind_laspeyres_index (const double *previous, const double *current,
                                               const double *previous_weight, size_t n,
                                               double *out);
IND_MUST_CHECK ind_status ind_paasche_index (const double *previous, const double *current,
                                             const double *current_weight, size_t n,
                                             double *out);
IND_MUST_CHECK ind_status ind_fisher_index (const double *previous, const double *current,
                                            const double *previous_weight,
                                            const double *current_weight, size_t n, double *out);
IND_MUST_CHECK ind_status ind_young_index (const double *previous, const double *current,
                                           const double *value, size_t n, double *out);
IND_MUST_CHECK ind_status ind_tornqvist_index (const double *previous, const double *current,
                                               const double *previous_value,
                                               const double *current_value, size_t n,
                                               double *out);

/* Contributions of n items to the growth of their Fisher quantity index, in
 * percentage points, one each: they add up to it. With prices and quantities
 * exchanged, to that of their Fisher price index. No operand is negative. out may
 * be one of the inputs. Van IJzeren (1952), Dikhanov (1997); Ehemann, Katz and
 * Moulton (2002), as the U.S. Bureau of Economic Analysis and Statistics Canada
 * use it. */
IND_MUST_CHECK ind_status ind_contribution_fisher (const double *previous_price,
                                                   const double *previous_quantity,
                                                   const double *price, const double *quantity,
                                                   size_t n, double *out);

/* How unequally an amount is spread over n parts, none negative, some positive,
 * their total finite.
 *
 *   Herfindahl     sum s^2, s the shares: 1/n to 1
 *   normalised     (H - 1/n) / (1 - 1/n): 0 to 1; n > 1
 *   entropy        -sum s ln s: 0 to ln n
 *   Theil (T)      sum s ln (n s): 0 to ln n
 *   mean log deviation (Theil's L, by some called the Theil index)
 *                  -(1/n) sum ln (n s); all parts > 0
 *   divergence     sum s ln (s / q), q the shares of a reference (Kullback and
 *                  Leibler); no part where the reference has none. Of incomes of
 *                  groups, with their populations for reference: Theil's T between
 *                  the groups
 *   Gini           sum (2 i - n - 1) x_i / (n sum x), i from 1: 0 to 1 - 1/n. The
 *                  parts must be in ascending order, or the result is NaN and
 *                  the status IND_E_ARGUMENT
 *   normalised     n / (n - 1) times that: 0 to 1; n > 1
 *
 * Nothing cancels where the parts are nearly even, or nearly the reference's.
 * Coulter, Measuring Inequality (1989); Cowell, Measuring Inequality (2011). */
IND_MUST_CHECK ind_status ind_herfindahl (const double *part, size_t n, double *out);
IND_MUST_CHECK ind_status ind_herfindahl_normalised (const double *part, size_t n, double *out);
IND_MUST_CHECK ind_status ind_entropy (const double *part, size_t n, double *out);
IND_MUST_CHECK ind_status ind_theil (const double *part, size_t n, double *out);
IND_MUST_CHECK ind_status ind_mean_log_deviation (const double *part, size_t n, double *out);
IND_MUST_CHECK ind_status ind_divergence (const double *part, const double *reference, size_t n,
                                          double *out);
IND_MUST_CHECK ind_status ind_gini (const double *sorted, size_t n, double *out);
IND_MUST_CHECK ind_status ind_gini_normalised (const double *sorted, size_t n, double *out);

/* How unequal n groups or regions are, each with what one head has (income, GRDP per
 * capita) and the number of heads. None is negative, and some head has something.
 *
 *   weighted Gini  twice the area between the diagonal and the Lorenz curve with a
 *                  corner at each group, by trapezoids: of heads of which all in a
 *                  group have the same, so no larger than that of single heads. 0 to
 *                  1. The values per head must be in ascending order, or the result
 *                  is NaN and the status IND_E_ARGUMENT
 *   Williamson     sqrt (sum p (x - m)^2) / m, x per head, p the shares of
 *                  population, m that of all heads (not the mean of the regions'):
 *                  the weighted coefficient of variation, 0 or more
 *
 * With equal weights they are the Gini coefficient, and the coefficient of variation
 * that divides by n. Nothing cancels where all have nearly the same.
 * Cowell, Measuring Inequality (2011); Williamson, Regional Inequality and the
 * Process of National Development (1965). */
IND_MUST_CHECK ind_status ind_gini_weighted (const double *sorted, const double *weight, size_t n,
                                             double *out);
IND_MUST_CHECK ind_status ind_williamson (const double *per_head, const double *population,
                                          size_t n, double *out);

/* How much a structure of n parts changed, or differs from another; the totals
 * > 0 and finite. A part may be negative (taxes less subsidies), but the ranges are those of
 * parts that are not.
 *
 *   structural change   50 sum |s1 - s0|, in percentage points: the norm of
 *                       absolute values, 0 to 100 (Michaely 1962)
 *   Krugman             sum |s - r|, r the shares of another region, or of the
 *                       rest of the country: 0 to 2 (Krugman 1991)
 *   Hoover              half of that, r the shares in population or area: 0 to 1
 *                       (Hoover 1936)
 *   Lilien              sqrt (sum s1 (ln (x1 / x0) - ln (X1 / X0))^2), s1 the
 *                       current shares, not the mean of both periods' as in the
 *                       modified index; all parts > 0 (Lilien 1982)
 *   structural angle    between the vectors of shares, in degrees: 0 to 90
 *                       (Moore 1978)
 *
 * Small changes are as accurate as large ones. */
IND_MUST_CHECK ind_status ind_structural_change (const double *previous, const double *current,
                                                 size_t n, double *out);
IND_MUST_CHECK ind_status ind_krugman (const double *part, const double *reference, size_t n,
                                       double *out);
IND_MUST_CHECK ind_status ind_hoover (const double *part, const double *reference, size_t n,
                                      double *out);
IND_MUST_CHECK ind_status ind_lilien (const double *previous, const double *current, size_t n,
                                      double *out);
IND_MUST_CHECK ind_status ind_structural_angle (const double *previous, const double *current,
                                                size_t n, double *out);

/* Shift-share analysis. The first three split the growth of labour productivity
 * into terms of each sector, in percentage points, which add up to it; labour > 0
 * in all sectors, total output before > 0. A term that is not finite makes all NaN.
 *
 *   traditional   within: l0 dx / X0; static shift: x0 dl / X0; dynamic shift:
 *                 dx dl / X0; with x productivity, l shares of labour, X the
 *                 total's. At constant prices; not for chained volumes, whose
 *                 parts do not add up to the total. (Fabricant 1942)
 *   CSLS          shifts weighed by x0 - X0 and dx - dX instead: the level and the
 *                 growth effect of reallocation (Sharpe 2010)
 *   GEAD          for any volume index: w (g_x + g_r + g_x g_r), w the previous
 *                 shares of nominal output, r relative price times share of
 *                 labour: reallocation holds changes of relative prices, too.
 *                 Volumes of the parts and of the total are as published, chained
 *                 or not. All operands > 0. (Tang and Wang 2004)
 *
 * The last splits the change of a region's n activities into the growth of the
 * nation, previous_region times that of its total; the mix of activities, what
 * each grew more than the total in the nation; and the regional rest, what it
 * grew more in the region than in the nation: in the unit of the operands (Dunn
 * 1960). previous_nation > 0. */
IND_MUST_CHECK ind_status ind_shift_share (const double *previous_output,
                                           const double *previous_labour, const double *output,
                                           const double *labour, size_t n, double *within,
                                           double *static_shift, double *dynamic_shift);
IND_MUST_CHECK ind_status ind_shift_share_csls (const double *previous_output,
                                                const double *previous_labour,
                                                const double *output, const double *labour,
                                                size_t n, double *within, double *level,
                                                double *growth);
IND_MUST_CHECK ind_status ind_shift_share_gead (
    const double *previous_nominal, const double *previous_volume, const double *previous_labour,
    const double *nominal, const double *volume, const double *labour,
    double previous_total_volume, double total_volume, size_t n, double *within,
    double *reallocation, double *interaction);
IND_MUST_CHECK ind_status ind_shift_share_regional (const double *previous_region,
                                                    const double *region,
                                                    const double *previous_nation,
                                                    const double *nation, size_t n,
                                                    double *national, double *mix,
                                                    double *regional);

/* ------------------------------------------------------------------------
 * Formulas along a series
 *
 * n periods in order, `valid` and NaN as for the kernels on plain arrays. out may
 * be one of the inputs.
 * ---------------------------------------------------------------------- */

/* Growth over `lag` periods in percent: year on year with a lag of 4 quarters or
 * 12 months. The first `lag` elements have no result, so the status is never
 * IND_OK with n > 0. IND_E_ARGUMENT also where lag is 0. */
IND_MUST_CHECK ind_status ind_growth_over (const double *series, size_t n, size_t lag,
                                           double *out, uint8_t *valid);

/* From periods to sums since the beginning of the year, and back. `first` is the
 * place in its year, from 0 to per_year - 1, of the first period. A year that
 * begins before the series has no sums, and its first period no value; after a
 * gap, a year has no more sums, and the next period no value. IND_E_ARGUMENT also
 * where first is not below per_year. */
IND_MUST_CHECK ind_status ind_cumulate (const double *series, size_t n, size_t per_year,
                                        size_t first, double *out, uint8_t *valid);
IND_MUST_CHECK ind_status ind_discrete (const double *cumulative, size_t n, size_t per_year,
                                        size_t first, double *out, uint8_t *valid);

/* Chain-linked volume indices. A period is linked to a value > 0 and a level > 0:
 * after a gap, a zero or a negative value there, the chain has no more results.
 * Chain-linked volumes of parts do not add up to that of the whole. IMF Quarterly
 * National Accounts Manual (2017), ch. 8.
 *
 * Of years, the first 100, from values at prices of the year before, of which the
 * first is not read, and at current prices. */
IND_MUST_CHECK ind_status ind_chain_annual_overlap (const double *at_previous_prices,
                                                    const double *at_current_prices, size_t n,
                                                    double *out, uint8_t *valid);

/* Quarters (per_year 4) or months (12) linked by annual overlap: of n_years
 * years, per_year values each at average prices of the year before, and for each
 * year the total of the year before at its own prices, and its own at prices of
 * the year before. The mean of the year before the first is 100, and the mean of
 * each year the annual chain; there may be a step between years. */
IND_MUST_CHECK ind_status ind_chain_quarters_annual_overlap (
    const double *at_previous_prices, const double *previous_year_at_its_prices,
    const double *year_at_previous_prices, size_t n_years, size_t per_year, double *out,
    uint8_t *valid);

/* The same by one-quarter overlap: overlap[y] is the last quarter of year y at
 * average prices of that year, the last of them not used; *first_base the total of
 * the year before the first at its own prices. No step between years, but their
 * means are not the annual chain: benchmark them to it. */
IND_MUST_CHECK ind_status ind_chain_one_quarter_overlap (const double *at_previous_prices,
                                                         const double *overlap,
                                                         const double *first_base,
                                                         size_t n_years, size_t per_year,
                                                         double *out, uint8_t *valid);

/* The same by the over-the-year technique: each quarter linked to the same quarter of
 * the year before. previous_at_its_prices holds that quarter, at average prices of its
 * own year, for each. A chain of each quarter, which growth from a year ago describes;
 * from quarter to quarter there are steps. The mean of the year before the first is
 * 100, and none of its quarters may be missing; other means are not the annual chain.
 * A gap ends the chain of its quarter only. Eurostat, Handbook on Quarterly National
 * Accounts (2013). */
IND_MUST_CHECK ind_status ind_chain_over_the_year (const double *at_previous_prices,
                                                   const double *previous_at_its_prices,
                                                   size_t n_years, size_t per_year, double *out,
                                                   uint8_t *valid);

/* Contributions of a part to the growth, over `lag` quarters, of a total linked by
 * annual overlap, in percentage points: from quarter to quarter with a lag of 1, year
 * on year with one of per_year. Operands as of ind_chain_quarters_annual_overlap, of
 * the part and of the total. Those of all parts, whose values at the same prices add
 * up to the total's, add up to the growth of its chain.
 *
 * Within a year they are those of values at constant prices, see ind_contribution.
 * From one year to the next they are the partial contributions of Ribe (1999),
 *
 *   100 (y / m - v + Y / B (w - b / m)) / V
 *
 * with v and w the two values of the part, y and b the earlier year of it at prices of
 * the year before and at its own, V, Y and B those of the total, m = per_year: the
 * change up to the mean of the earlier year, and the change from there times the
 * growth of the total up to there. Other additive forms share the effect of changing
 * weights among the parts in another way, as the additive volume data method in
 * Eurostat's Handbook on Quarterly National Accounts (2013).
 *
 * V, Y, B > 0. The first `lag` elements have no result, so the status is never IND_OK
 * with n_years > 0. IND_E_ARGUMENT also where lag is not 1 to per_year. */
IND_MUST_CHECK ind_status ind_contribution_annual_overlap (
    const double *part, const double *part_previous_year, const double *part_year,
    const double *total, const double *total_previous_year, const double *total_year,
    size_t n_years, size_t per_year, size_t lag, double *out, uint8_t *valid);

/* total less the sum of its parts, in the unit of both: what chain-linked volumes, which
 * do not add up, leave over; 0 for those at prices of one year. n_parts rows of n
 * periods, one behind the other: a part's value of period t is parts[part * n + t].
 * IND_E_ARGUMENT also where n_parts is 0. */
IND_MUST_CHECK ind_status ind_chain_residual (const double *total, const double *parts,
                                              size_t n_parts, size_t n, double *out,
                                              uint8_t *valid);

/* The series with the mean of periods from .. to - 1 as 100; that mean > 0, and
 * none of them missing. IND_E_RANGE where these are no periods. */
IND_MUST_CHECK ind_status ind_rebase (const double *series, size_t n, size_t from, size_t to,
                                      double *out, uint8_t *valid);

/* ------------------------------------------------------------------------
 * Interval twins of the formulas on plain arrays
 *
 * What the results can be when each operand may be anything in its interval: the
 * natural interval extension, rounded outward, of a form in which every operand
 * stands once, so that no interval is wider than it must be. The domain is that
 * of the function without _interval, for every value of the operands; outside of
 * it the result is the empty interval and the status IND_E_DOMAIN. out may be one
 * of the inputs. No function allocates.
 * ---------------------------------------------------------------------- */

IND_MUST_CHECK ind_status ind_share_interval (const ind_interval *part,
                                              const ind_interval *total, size_t n,
                                              ind_interval *out);
IND_MUST_CHECK ind_status ind_share_change_interval (const ind_interval *share,
                                                     const ind_interval *previous_share,
                                                     size_t n, ind_interval *out);
IND_MUST_CHECK ind_status ind_change_interval (const ind_interval *current,
                                               const ind_interval *previous, size_t n,
                                               ind_interval *out);
IND_MUST_CHECK ind_status ind_growth_interval (const ind_interval *current,
                                               const ind_interval *previous, size_t n,
                                               ind_interval *out);
/* These two take logarithm and exponential, each to be wrong by up to 8 units in the
 * last place; so do all below that have them, or an angle. */
IND_MUST_CHECK ind_status ind_average_growth_interval (const ind_interval *last,
                                                       const ind_interval *first,
                                                       const ind_interval *years, size_t n,
                                                       ind_interval *out);
IND_MUST_CHECK ind_status ind_annualised_growth_interval (const ind_interval *current,
                                                          const ind_interval *previous,
                                                          const ind_interval *periods_per_year,
                                                          size_t n, ind_interval *out);
IND_MUST_CHECK ind_status ind_growth_of_quotient_interval (const ind_interval *numerator_growth,
                                                           const ind_interval *denominator_growth,
                                                           size_t n, ind_interval *out);
IND_MUST_CHECK ind_status ind_growth_of_product_interval (const ind_interval *a,
                                                          const ind_interval *b, size_t n,
                                                          ind_interval *out);
IND_MUST_CHECK ind_status ind_contribution_share_interval (const ind_interval *part_contribution,
                                                           const ind_interval *growth, size_t n,
                                                           ind_interval *out);
IND_MUST_CHECK ind_status ind_deflator_interval (const ind_interval *current_price,
                                                 const ind_interval *constant_price, size_t n,
                                                 ind_interval *out);
IND_MUST_CHECK ind_status ind_deflate_interval (const ind_interval *current_price,
                                                const ind_interval *price_index, size_t n,
                                                ind_interval *out);
IND_MUST_CHECK ind_status ind_per_capita_interval (const ind_interval *amount,
                                                   const ind_interval *population, size_t n,
                                                   ind_interval *out);
IND_MUST_CHECK ind_status ind_convert_interval (const ind_interval *amount,
                                                const ind_interval *exchange_rate, size_t n,
                                                ind_interval *out);
IND_MUST_CHECK ind_status ind_productivity_interval (const ind_interval *output,
                                                     const ind_interval *employment, size_t n,
                                                     ind_interval *out);
IND_MUST_CHECK ind_status ind_productivity_growth_interval (
    const ind_interval *output_growth, const ind_interval *employment_growth, size_t n,
    ind_interval *out);
IND_MUST_CHECK ind_status ind_disbursement_ratio_interval (const ind_interval *disbursed,
                                                           const ind_interval *plan, size_t n,
                                                           ind_interval *out);
IND_MUST_CHECK ind_status ind_elasticity_interval (const ind_interval *growth,
                                                   const ind_interval *growth_of_cause, size_t n,
                                                   ind_interval *out);
IND_MUST_CHECK ind_status ind_price_level_index_interval (const ind_interval *ppp,
                                                          const ind_interval *exchange_rate,
                                                          size_t n, ind_interval *out);
IND_MUST_CHECK ind_status ind_disbursement_ratio_carried_over_interval (
    const ind_interval *disbursed, const ind_interval *plan, const ind_interval *carried_over,
    size_t n, ind_interval *out);
/* The baseline stands in both changes: the ends are those of the corners, as the
 * result is monotone in each operand. The target may nowhere be the baseline. */
IND_MUST_CHECK ind_status ind_target_progress_interval (const ind_interval *actual,
                                                        const ind_interval *baseline,
                                                        const ind_interval *target, size_t n,
                                                        ind_interval *out);
IND_MUST_CHECK ind_status ind_contribution_interval (const ind_interval *part,
                                                     const ind_interval *previous_part,
                                                     const ind_interval *previous_total,
                                                     size_t n, ind_interval *out);
IND_MUST_CHECK ind_status ind_contribution_chained_interval (const ind_interval *growth,
                                                             const ind_interval *previous_part,
                                                             const ind_interval *previous_total,
                                                             size_t n, ind_interval *out);
IND_MUST_CHECK ind_status ind_icor_interval (const ind_interval *investment,
                                             const ind_interval *output,
                                             const ind_interval *previous_output, size_t n,
                                             ind_interval *out);
IND_MUST_CHECK ind_status ind_location_quotient_interval (const ind_interval *part,
                                                          const ind_interval *total,
                                                          const ind_interval *part_of_reference,
                                                          const ind_interval *reference,
                                                          size_t n, ind_interval *out);

/* ------------------------------------------------------------------------
 * Interval twins of the formulas over n parts at once, and along a series
 *
 * As above: what the results can be when each operand may be anything in its
 * interval, whatever the others are; empty, with IND_E_DOMAIN, unless all values are
 * in the domain. Operands stand in several terms here, and the natural extension
 * would be much too wide. An end is called reached where values of the operands come
 * within some units of its last place. Of operands that are not bounded there may be
 * no more than the range of the measure.
 *
 * Index numbers: both ends are reached, with prices at their ends and weights as a
 * linear-fractional programme has them. Contributions to Fisher's take the index as
 * independent of the item: an enclosure.
 * ---------------------------------------------------------------------- */

IND_MUST_CHECK ind_status ind_lowe_index_interval (const ind_interval *previous,
                                                   const ind_interval *current,
                                                   const ind_interval *weight, size_t n,
                                                   ind_interval *out);
IND_MUST_CHECK ind_status ind_laspeyres_index_interval (const ind_interval *previous,
                                                        const ind_interval *current,
                                                        const ind_interval *previous_weight,
                                                        size_t n, ind_interval *out);
IND_MUST_CHECK ind_status ind_paasche_index_interval (const ind_interval *previous,
                                                      const ind_interval *current,
                                                      const ind_interval *current_weight,
                                                      size_t n, ind_interval *out);
IND_MUST_CHECK ind_status ind_fisher_index_interval (const ind_interval *previous,
                                                     const ind_interval *current,
                                                     const ind_interval *previous_weight,
                                                     const ind_interval *current_weight,
                                                     size_t n, ind_interval *out);
IND_MUST_CHECK ind_status ind_young_index_interval (const ind_interval *previous,
                                                    const ind_interval *current,
                                                    const ind_interval *value, size_t n,
                                                    ind_interval *out);
IND_MUST_CHECK ind_status ind_tornqvist_index_interval (const ind_interval *previous,
                                                        const ind_interval *current,
                                                        const ind_interval *previous_value,
                                                        const ind_interval *current_value,
                                                        size_t n, ind_interval *out);
IND_MUST_CHECK ind_status ind_contribution_fisher_interval (
    const ind_interval *previous_price, const ind_interval *previous_quantity,
    const ind_interval *price, const ind_interval *quantity, size_t n, ind_interval *out);

/* The lower ends are reached, by the most even parts (of entropy the upper one). So is
 * the other, unless a part is as large as where a rise makes no difference: it may
 * then be too far by the square of an interval over twice the total, times the number
 * of parts for the normalised index; and that of the divergence by the product of how
 * wide both totals are relative to themselves. Where parts are nearly even, ends are
 * good to 1e-15 or so, not to the last place.
 * Gini: the lower ends of `sorted` must be in ascending order, and the upper ones, or
 * the status is IND_E_ARGUMENT; the values themselves may be in any. */
IND_MUST_CHECK ind_status ind_herfindahl_interval (const ind_interval *part, size_t n,
                                                   ind_interval *out);
IND_MUST_CHECK ind_status ind_herfindahl_normalised_interval (const ind_interval *part,
                                                              size_t n, ind_interval *out);
IND_MUST_CHECK ind_status ind_entropy_interval (const ind_interval *part, size_t n,
                                                ind_interval *out);
IND_MUST_CHECK ind_status ind_theil_interval (const ind_interval *part, size_t n,
                                              ind_interval *out);
IND_MUST_CHECK ind_status ind_mean_log_deviation_interval (const ind_interval *part, size_t n,
                                                           ind_interval *out);
IND_MUST_CHECK ind_status ind_divergence_interval (const ind_interval *part,
                                                   const ind_interval *reference, size_t n,
                                                   ind_interval *out);
IND_MUST_CHECK ind_status ind_gini_interval (const ind_interval *sorted, size_t n,
                                             ind_interval *out);
IND_MUST_CHECK ind_status ind_gini_normalised_interval (const ind_interval *sorted, size_t n,
                                                        ind_interval *out);

/* Of groups. The lower end of Williamson's index is reached, and the upper one unless
 * an interval of values holds the value where a rise makes no difference, the mean
 * weighed by what heads have: it may then be too far by the square of that interval.
 * Gini: as above the ends of `sorted` must be in ascending order. Where the weights
 * are points, the lower end is reached, and the upper one where no two intervals of
 * values overlap; else they may be too far by products of two intervals, relative to
 * their values, and the upper end by an interval times the square of the share in
 * heads of the group where a rise makes no difference. */
IND_MUST_CHECK ind_status ind_gini_weighted_interval (const ind_interval *sorted,
                                                      const ind_interval *weight, size_t n,
                                                      ind_interval *out);
IND_MUST_CHECK ind_status ind_williamson_interval (const ind_interval *per_head,
                                                   const ind_interval *population, size_t n,
                                                   ind_interval *out);

/* The first three: both ends are reached where each share is sure to be above, or
 * below, its counterpart. The others of them add what they can differ by to the upper
 * end, and to the lower nothing that makes up for the sure ones. Lilien's takes the
 * logarithms as independent of one another, the angle that of each vector to its
 * midpoints: enclosures, good for narrow intervals and large angles. */
IND_MUST_CHECK ind_status ind_structural_change_interval (const ind_interval *previous,
                                                          const ind_interval *current, size_t n,
                                                          ind_interval *out);
IND_MUST_CHECK ind_status ind_krugman_interval (const ind_interval *part,
                                                const ind_interval *reference, size_t n,
                                                ind_interval *out);
IND_MUST_CHECK ind_status ind_hoover_interval (const ind_interval *part,
                                               const ind_interval *reference, size_t n,
                                               ind_interval *out);
IND_MUST_CHECK ind_status ind_lilien_interval (const ind_interval *previous,
                                               const ind_interval *current, size_t n,
                                               ind_interval *out);
IND_MUST_CHECK ind_status ind_structural_angle_interval (const ind_interval *previous,
                                                         const ind_interval *current, size_t n,
                                                         ind_interval *out);

/* Each term by itself, whatever the others are: within, static shift, level effect,
 * and all three of the regional analysis reach their ends; so does reallocation in
 * the GEAD. The products of two changes, dynamic shift, growth effect and
 * interaction, take them as independent: enclosures. */
IND_MUST_CHECK ind_status ind_shift_share_interval (const ind_interval *previous_output,
                                                    const ind_interval *previous_labour,
                                                    const ind_interval *output,
                                                    const ind_interval *labour, size_t n,
                                                    ind_interval *within,
                                                    ind_interval *static_shift,
                                                    ind_interval *dynamic_shift);
IND_MUST_CHECK ind_status ind_shift_share_csls_interval (const ind_interval *previous_output,
                                                         const ind_interval *previous_labour,
                                                         const ind_interval *output,
                                                         const ind_interval *labour, size_t n,
                                                         ind_interval *within,
                                                         ind_interval *level,
                                                         ind_interval *growth);
IND_MUST_CHECK ind_status ind_shift_share_gead_interval (const ind_interval *previous_nominal,
                                                         const ind_interval *previous_volume,
                                                         const ind_interval *previous_labour,
                                                         const ind_interval *nominal,
                                                         const ind_interval *volume,
                                                         const ind_interval *labour,
                                                         ind_interval previous_total_volume,
                                                         ind_interval total_volume, size_t n,
                                                         ind_interval *within,
                                                         ind_interval *reallocation,
                                                         ind_interval *interaction);
IND_MUST_CHECK ind_status ind_shift_share_regional_interval (
    const ind_interval *previous_region, const ind_interval *region,
    const ind_interval *previous_nation, const ind_interval *nation, size_t n,
    ind_interval *national, ind_interval *mix, ind_interval *regional);

/* Along a series. Both ends are reached: each operand stands once, in the reference
 * of ind_rebase_interval as what it is of its total. Of terms that cancel, as in a
 * contribution over a link, the last place is that of the larger one. A chain has no
 * more results from where a base or a level may not be > 0. */
IND_MUST_CHECK ind_status ind_growth_over_interval (const ind_interval *series, size_t n,
                                                    size_t lag, ind_interval *out);
IND_MUST_CHECK ind_status ind_cumulate_interval (const ind_interval *series, size_t n,
                                                 size_t per_year, size_t first,
                                                 ind_interval *out);
IND_MUST_CHECK ind_status ind_discrete_interval (const ind_interval *cumulative, size_t n,
                                                 size_t per_year, size_t first,
                                                 ind_interval *out);
IND_MUST_CHECK ind_status ind_chain_annual_overlap_interval (
    const ind_interval *at_previous_prices, const ind_interval *at_current_prices, size_t n,
    ind_interval *out);
IND_MUST_CHECK ind_status ind_chain_quarters_annual_overlap_interval (
    const ind_interval *at_previous_prices, const ind_interval *previous_year_at_its_prices,
    const ind_interval *year_at_previous_prices, size_t n_years, size_t per_year,
    ind_interval *out);
IND_MUST_CHECK ind_status ind_chain_one_quarter_overlap_interval (
    const ind_interval *at_previous_prices, const ind_interval *overlap,
    const ind_interval *first_base, size_t n_years, size_t per_year, ind_interval *out);
IND_MUST_CHECK ind_status ind_chain_over_the_year_interval (
    const ind_interval *at_previous_prices, const ind_interval *previous_at_its_prices,
    size_t n_years, size_t per_year, ind_interval *out);
IND_MUST_CHECK ind_status ind_contribution_annual_overlap_interval (
    const ind_interval *part, const ind_interval *part_previous_year,
    const ind_interval *part_year, const ind_interval *total,
    const ind_interval *total_previous_year, const ind_interval *total_year, size_t n_years,
    size_t per_year, size_t lag, ind_interval *out);
IND_MUST_CHECK ind_status ind_chain_residual_interval (const ind_interval *total,
                                                       const ind_interval *parts,
                                                       size_t n_parts, size_t n,
                                                       ind_interval *out);
IND_MUST_CHECK ind_status ind_rebase_interval (const ind_interval *series, size_t n,
                                               size_t from, size_t to, ind_interval *out);

/* The registry: what the library knows of each indicator. `formula` is in
 * the rule language and is the very text the checker and compute() use; NULL
 * for a raw input. `kernel` names the array function above, or is NULL. */
typedef struct ind_indicator {
  const char *name;
  const char *alias;     /* the systematic name (level_suffix), or NULL */
  const char *title;
  const char *unit;      /* as ind_unit_read takes it */
  const char *formula;
  const char *kernel;
  const char *reference; /* where the definition stands */
  int is_additive;       /* parts of a breakdown add up to the whole */
  ind_interval range;    /* no true value lies outside, in `unit` */
  const char *basis;     /* as of rules; NULL: the definition admits no other */
} ind_indicator;

size_t ind_indicator_count (void);
/* Sorted by name. NULL when k is not below the count. */
const ind_indicator *ind_indicator_at (size_t k);
/* By name or alias; NULL when unknown. */
const ind_indicator *ind_indicator_find (const char *name);

/* No formula of the registry names more indicators. */
#define IND_MAX_INPUTS 8

/* Those its formula names, each once, in the order it does: the first `room` of
 * them in `out`, which may be NULL where room is 0. Returns how many there are;
 * 0 for a raw input. */
size_t ind_indicator_inputs (const ind_indicator *indicator, const ind_indicator **out,
                             size_t room);

/* ------------------------------------------------------------------------
 * Table: figures in the CSV contract
 * ---------------------------------------------------------------------- */

typedef struct ind_table ind_table;

/* How to read a table. Zero-initialise, then set what differs. */
typedef struct ind_table_options {
  ind_rounding rounding; /* of figures whose ROUNDING is empty */
  ind_zeros zeros;       /* of figures whose DECIMALS is empty */
  ind_locale locale;     /* of PRINTED, where OBS_VALUE is empty */
  int is_latin1;         /* the input is ISO 8859-1, not UTF-8 */
  unsigned threads;      /* to use for a large file, 64 at most; 0 stands for 1.
                            What is read does not depend on it */
} ind_table_options;

/* One figure as read. Strings are borrowed; "" where the input had nothing. */
typedef struct ind_figure {
  const char *source, *vintage, *indicator, *area, *component;
  const char *printed, *locator, *file;
  char period[16];
  char obs_value[64];    /* the value as the contract writes it */
  size_t record;
  ind_decimal value;
  int32_t precision;     /* place of the last significant digit */
  ind_unit unit;
  ind_qualifier qualifier;
  ind_rounding rounding;
  ind_interval interval; /* in the unit and scale of OBS_VALUE */
} ind_figure;

IND_MUST_CHECK ind_status ind_table_new (ind_table **out, ind_error *error);
void ind_table_free (ind_table *table);

/* Appends the figures of a CSV file ("-": standard input). With IND_E_CSV or
 * IND_E_ENCODING the file broke the contract: every complaint is kept (see
 * ind_table_complaint_at), `error` holds the first, and no figure of this
 * file was added. `options` may be NULL. */
IND_MUST_CHECK ind_status ind_table_read_file (ind_table *table, const char *path,
                                               const ind_table_options *options,
                                               ind_error *error);

/* The same from memory; `name` stands for the file in messages and, without
 * its folder and ".csv", for the source. */
IND_MUST_CHECK ind_status ind_table_read_text (ind_table *table, const char *name,
                                               const char *text, size_t length,
                                               const ind_table_options *options,
                                               ind_error *error);

/* Takes the figures of one area, lent for the call. Anything but IND_OK stops, and is what
 * the reading returns, with the message that the visitor left in `error`. */
typedef ind_status (*ind_area_visitor) (void *context, const ind_table *figures,
                                        ind_error *error);

/* Reads a CSV file ("-": standard input) and shows `visitor` the figures of one area after
 * the other, so that memory holds no more of them. The records of an area must follow one
 * another; where they do not, that is a complaint, and the visitor was not called at all:
 * the input is read twice. What is no file goes through a temporary one, where tmpfile puts
 * it. `figures` also knows which indicators and components the whole input has: the same
 * rules are checked as if all of it were there.
 *
 * `table` is new, and gets no figures but the complaints and notes; errors as of
 * ind_table_read_file. */
IND_MUST_CHECK ind_status ind_table_visit_areas (ind_table *table, const char *path,
                                                 const ind_table_options *options,
                                                 ind_area_visitor visitor, void *context,
                                                 ind_error *error);

/* The Arrow C data interface and C stream interface, as their specification has
 * them (arrow.apache.org, "The Arrow C data interface"). */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release) (struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release) (struct ArrowArray *);
  void *private_data;
};

#endif
#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema) (struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next) (struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error) (struct ArrowArrayStream *);
  void (*release) (struct ArrowArrayStream *);
  void *private_data;
};

#endif

/* How many decimals the figures of an indicator were printed with; of all others
 * where `indicator` is NULL. */
typedef struct ind_printed_decimals {
  const char *indicator;
  int32_t decimals; /* -30 to 40; negative: tens, hundreds and so on */
} ind_printed_decimals;

/* How to read an Arrow stream. Zero-initialise, then set what differs.
 *
 * A floating-point OBS_VALUE has lost its decimals. DECIMALS says them; where it is
 * empty, a figure is rounded to the `decimals` of its indicator: of the shortest
 * decimal that reads back as the same number, half away from zero, so that 1.005 with
 * two is 1.01, though the double lies a little below. Without those it counts as
 * printed like that shortest decimal; refused are numbers that need more digits than
 * single or double precision keeps (6 or 15, whole numbers apart), which nobody
 * printed, and with is_strict all.
 *
 * Rows may be a part of a whole that was split: a column of whole numbers then says
 * which record each is there, and a column of text in which file. Neither is read for
 * anything else.
 *
 * With is_outline the rows are no figures of the table: each says that the whole has
 * figures of its kind (ind_table_kinds), and in OBS_VALUE how many of them the table
 * lacks. REF_AREA and TIME_PERIOD mean nothing there. Rules are then checked, and
 * sentences and inputs told, as for the whole. */
typedef struct ind_arrow_options {
  const ind_printed_decimals *decimals; /* the first that fits counts */
  size_t n_decimals;
  int is_strict;
  const char *record_column; /* NULL: the rows are counted, from 2 */
  const char *file_column;   /* NULL: `name` is the file */
  int is_outline;
} ind_arrow_options;

/* The same from a stream of Arrow record batches: columns and records as in a file,
 * in which the names of the columns are record 1. A null or NaN is an empty field.
 * Columns may be null, boolean (extra ones), whole numbers, single or double
 * precision, decimal128, whose scale counts as printed decimals, date32, and
 * utf8, large_utf8 or utf8_view, also of a dictionary. Nothing is copied but into
 * the table. The stream is released in any case. `options` (is_latin1 has no
 * meaning) and `arrow` may be NULL. IND_E_ARGUMENT also for a stream that was
 * released before; IND_E_FILE when its producer fails. */
IND_MUST_CHECK ind_status ind_table_read_arrow (ind_table *table, const char *name,
                                                struct ArrowArrayStream *stream,
                                                const ind_table_options *options,
                                                const ind_arrow_options *arrow,
                                                ind_error *error);

size_t ind_table_count (const ind_table *table);

/* The k-th figure in reading order. IND_E_RANGE. */
IND_MUST_CHECK ind_status ind_table_figure (const ind_table *table, size_t k, ind_figure *out);

/* Writes the kind of each figure: figures of a kind differ in nothing but area, period,
 * value with its decimals, PRINTED, LOCATOR and record. The site of each: its area and
 * period. Both are numbers from 0 in order of first appearance, ind_table_count of them. */
void ind_table_kinds (const ind_table *table, uint32_t *kinds);
void ind_table_sites (const ind_table *table, uint32_t *sites);

/* What stands in an extra column of the k-th figure, "" when nothing. The
 * columns are counted over all files read; `name` NULL when there is no such
 * column. */
size_t ind_table_extra_count (const ind_table *table);
const char *ind_table_extra_name (const ind_table *table, size_t column);
const char *ind_table_extra (const ind_table *table, size_t k, size_t column);

/* Complaints make a file unreadable; notes are remarks on files that were
 * read. Each names file, record and column, and says what to do. The first 20
 * complaints are kept in full for each file; the total counts all. */
size_t ind_table_complaint_count (const ind_table *table);
size_t ind_table_complaint_total (const ind_table *table);
const char *ind_table_complaint_at (const ind_table *table, size_t k);
size_t ind_table_note_count (const ind_table *table);
const char *ind_table_note_at (const ind_table *table, size_t k);

/* Writes the table as contract CSV. */
IND_MUST_CHECK ind_status ind_table_write (const ind_table *table, ind_writer writer,
                                           void *context, ind_error *error);

/* ------------------------------------------------------------------------
 * Rules: the identities between quantities
 * ---------------------------------------------------------------------- */

typedef struct ind_rules ind_rules;

/* A rule as loaded. Strings are borrowed. */
typedef struct ind_rule {
  const char *name;
  const char *text;      /* the identity, in the rule language */
  const char *say;       /* why it holds, "" when nothing was said */
  const char *reference; /* where it stands, "" when nothing was said */
  const char *basis;     /* on which basis it holds; a report may have taken
                            another. "" when nothing was said */
  const char *file;
  size_t line;
  int is_approximate;    /* declared ~=: can doubt, never prove */
} ind_rule;

/* The rules every report obeys: the formulas of the registry and
 * standard.rules. */
IND_MUST_CHECK ind_status ind_rules_new_standard (ind_rules **out, ind_error *error);
/* No rules. */
IND_MUST_CHECK ind_status ind_rules_new (ind_rules **out, ind_error *error);
void ind_rules_free (ind_rules *rules);

/* Adds the rules of a text or a file. On failure nothing is added; `error`
 * names line and column (record and field) and what was expected. `name`
 * stands for the file in messages. */
IND_MUST_CHECK ind_status ind_rules_read_text (ind_rules *rules, const char *name,
                                               const char *text, size_t length,
                                               ind_error *error);
IND_MUST_CHECK ind_status ind_rules_read_file (ind_rules *rules, const char *path,
                                               ind_error *error);

size_t ind_rules_count (const ind_rules *rules);
IND_MUST_CHECK ind_status ind_rules_at (const ind_rules *rules, size_t k, ind_rule *out);
/* 1 when rule k ties the indicator to others: names it, by whichever of its names, or
 * as X with a suffix; or is for all whose parts add up, and its do. Rules for all
 * levels X do not count. 0 also where there is no rule k. */
int ind_rules_tie (const ind_rules *rules, size_t k, const char *indicator);

/* 1 when rule k ties areas together: it names an area, or sums over areas. All others
 * can be checked area by area. 0 also where there is no rule k. */
int ind_rules_span_areas (const ind_rules *rules, size_t k);

/* Remarks on the rules loaded: redundant or contradictory pairs, and
 * indicators that are neither declared nor in the registry. */
size_t ind_rules_note_count (const ind_rules *rules);
const char *ind_rules_note_at (const ind_rules *rules, size_t k);

/* ------------------------------------------------------------------------
 * Check: verdicts
 * ---------------------------------------------------------------------- */

/* What a check found. The first six, 0 to 5, are of rules; the other four are
 * of two figures of one quantity. A figure that cannot be used as it stands is
 * UNVERIFIABLE, too. */
typedef enum ind_verdict {
  IND_VERDICT_EXACT = 0,        /* recomputed from the printed numbers and
                                   rounded, the printed digits come out */
  IND_VERDICT_ROUNDING = 1,     /* they do not, but true values within the
                                   intervals satisfy the rule: fine */
  IND_VERDICT_EXPLAINABLE = 2,  /* only figures computed from rounded figures
                                   can explain it: a note */
  IND_VERDICT_IMPROBABLE = 3,   /* possible, but p is below alpha; or a rule
                                   fails that is approximate or rests on an
                                   assumption */
  IND_VERDICT_INCONSISTENT = 4, /* impossible: proved */
  IND_VERDICT_UNVERIFIABLE = 5, /* a needed figure is missing or unusable */
  IND_VERDICT_SAME = 6,         /* two figures of a quantity are equal */
  IND_VERDICT_OVERLAP = 7,      /* they differ but their intervals meet;
                                   written "rounding" */
  IND_VERDICT_REVISION = 8,     /* they differ, of declared different vintages */
  IND_VERDICT_CONTRADICTION = 9 /* they cannot both be true: proved */
} ind_verdict;

#define IND_VERDICT_COUNT 10

const char *ind_verdict_name (ind_verdict verdict);

typedef struct ind_check_options {
  double alpha;      /* improbable below it; 0 stands for 0.001 */
  int all_verdicts;  /* keep every check among the findings, not only those
                        to look at */
  unsigned threads;  /* to use, 64 at most; 0 stands for 1. What comes out does
                        not depend on it */
} ind_check_options;

typedef struct ind_report ind_report;

/* Checks every rule on every area, period, component and source of the
 * table, and each quantity across its figures. The report borrows table and
 * rules: keep both, unchanged, until it is freed. `options` may be NULL. */
IND_MUST_CHECK ind_status ind_check (const ind_table *table, const ind_rules *rules,
                                     const ind_check_options *options, ind_report **out,
                                     ind_error *error);
void ind_report_free (ind_report *report);

typedef struct ind_summary {
  size_t figures, checks;
  size_t verdicts[IND_VERDICT_COUNT];
  size_t untouched; /* figures no rule reached and no other figure repeats */
} ind_summary;

void ind_report_summary (const ind_report *report, ind_summary *out);

/* Adds what was found elsewhere, of other parts of the whole: the summary is then that
 * of the whole. Explain first: explaining counts anew. */
void ind_report_add_summary (ind_report *report, const ind_summary *elsewhere);

/* 0: nothing wrong; 1: something inconsistent or contradictory, or, when
 * is_strict, improbable. */
int ind_report_exit_status (const ind_report *report, int is_strict);

/* What a finding is about. */
typedef enum ind_finding_kind {
  IND_FINDING_RULE = 0,
  IND_FINDING_SOURCES = 1,
  IND_FINDING_NETWORK = 2, /* by several rules together: figures no rule alone refutes */
  IND_FINDING_INPUT = 3    /* a figure that cannot be used as it stands */
} ind_finding_kind;

const char *ind_finding_kind_name (ind_finding_kind kind);

/* One finding. Strings are borrowed from the report; numbers are in the unit
 * and scale of the first figure. `implied` is what the other figures imply
 * for the printed one; `kappa`, the least factor by which all half-widths
 * would have to grow for the rule to hold; `p`, the probability of a gap as
 * large under uniform rounding errors. kappa and p are -1 where they are not
 * defined. */
typedef struct ind_finding {
  const char *id;
  ind_finding_kind kind;
  ind_verdict verdict;
  const char *rule, *area, *period, *component;
  const char *source; /* "" where the figures come from several */
  const char *sentence;
  ind_interval printed, implied;
  double gap, kappa, p;
  size_t n_figures;
} ind_finding;

/* Findings, worst first; checks that could not be made, each with its reason
 * as the sentence, which are found when one is first asked for: IND_E_MEMORY. */
size_t ind_report_finding_count (const ind_report *report);
IND_MUST_CHECK ind_status ind_report_finding (const ind_report *report, size_t k,
                                              ind_finding *out);
IND_MUST_CHECK ind_status ind_report_finding_figure (const ind_report *report, size_t k,
                                                     size_t figure, ind_figure *out);
size_t ind_report_unverifiable_count (const ind_report *report);
IND_MUST_CHECK ind_status ind_report_unverifiable (const ind_report *report, size_t k,
                                                   ind_finding *out);
size_t ind_report_untouched_count (const ind_report *report);
IND_MUST_CHECK ind_status ind_report_untouched (const ind_report *report, size_t k,
                                                ind_figure *out);

/* ------------------------------------------------------------------------
 * Slips: how a wrong figure came to be printed
 * ---------------------------------------------------------------------- */

/* What turned the right print into the wrong one. The first seven are of the
 * characters of one figure; the others are told by the figures around it. */
typedef enum ind_slip {
  IND_SLIP_NONE = 0,               /* none is known that explains the figure */
  IND_SLIP_DIGIT = 1,              /* one digit for another: 5.15 for 5.05 */
  IND_SLIP_TRANSPOSITION = 2,      /* adjacent digits interchanged: 5.50 for 5.05 */
  IND_SLIP_SEPARATOR = 3,          /* decimal or group mark misplaced: 60,530 for 60.530 */
  IND_SLIP_POWER_OF_TEN = 4,       /* another unit word: thousand for million */
  IND_SLIP_SIGN = 5,               /* a rise for a fall */
  IND_SLIP_DROPPED_DIGIT = 6,      /* a digit is missing: 5.5 for 5.05 */
  IND_SLIP_DOUBLED_DIGIT = 7,      /* a digit stands twice, or one too many: 55.05 for 5.05 */
  IND_SLIP_PERCENT_OR_POINT = 8,   /* growth in percent for a change in points, or the reverse */
  IND_SLIP_COPIED = 9,             /* the figure of another cell */
  IND_SLIP_OTHER_PERIOD = 10,      /* of another period, or against another one */
  IND_SLIP_OTHER_DENOMINATOR = 11, /* a share or rate of another whole */
  IND_SLIP_STALE_VINTAGE = 12      /* a figure revised since, or computed from such */
} ind_slip;

#define IND_SLIP_COUNT 13

/* "digit", "power of ten", "percent or percentage point"; "" for NONE, "?" for
 * an unknown value. Static. */
const char *ind_slip_name (ind_slip slip);

/* ------------------------------------------------------------------------
 * Explain: which figure is wrong, and what it must have been
 * ---------------------------------------------------------------------- */

/* Where no rule speaks of several areas, areas are explained in groups of at least some
 * thousand figures. */
typedef struct ind_explain_options {
  uint64_t budget; /* of work for the whole report, in terms evaluated; 0 stands
                      for 3 * 10^9, some seconds. Each group has an equal share, and
                      each network of tied figures a quarter of what is left of
                      that. Groups for which it was too small are explained anew,
                      as long as what is left gives each of them a share twice as
                      large */
  int deduces;     /* keep what the figures imply for quantities nobody
                      prints */
  unsigned threads; /* to use, 64 at most; 0 stands for 1. What comes out does
                       not depend on it */
} ind_explain_options;

/* Binds all figures and rules of a report into networks, propagates intervals
 * through them, and adds to the report:
 * - findings of kind NETWORK: figures that cannot all be true though each rule
 *   passes alone;
 * - explanations: for each group of findings that hang together, every
 *   smallest set of figures whose retraction makes the rest possible;
 * - arbitrations: where reports differ, which of them the rest supports;
 * - deductions, if wanted.
 * Calling it again adds nothing. On failure the report is as it was.
 * Sources: Fellegi and Holt, JASA 71 (1976); Reiter, Artificial Intelligence
 * 32 (1987). `options` may be NULL. IND_E_MEMORY. */
IND_MUST_CHECK ind_status ind_explain (ind_report *report, const ind_explain_options *options,
                                       ind_error *error);

/* Conflicts that hang together. Strings are borrowed from the report. */
typedef struct ind_explanation {
  size_t n_findings;
  size_t n_alternatives; /* of equal cost, likeliest first; 0: the rules contradict
                            one another, whatever is printed */
  size_t at_least;       /* proved: so many statements are wrong; 0: figures
                            computed from rounded figures may differ so */
  int is_complete;       /* every smallest set is among the alternatives; else
                            the budget ended */
  const char *sentence;
} ind_explanation;

size_t ind_report_explanation_count (const ind_report *report);
IND_MUST_CHECK ind_status ind_report_explanation (const ind_report *report, size_t k,
                                                  ind_explanation *out);
/* The number, as of ind_report_finding, of its j-th finding. IND_E_RANGE. */
IND_MUST_CHECK ind_status ind_report_explanation_finding (const ind_report *report, size_t k,
                                                          size_t j, size_t *out);

/* A set of suspects that are all wrong if this is the explanation. `score`
 * compares the alternatives of one explanation by how easily the right prints
 * become the wrong ones; they add up to 1. */
typedef struct ind_alternative {
  size_t n_suspects;
  double score;
} ind_alternative;

IND_MUST_CHECK ind_status ind_report_alternative (const ind_report *report, size_t k, size_t a,
                                                  ind_alternative *out);

typedef enum ind_suspect_kind {
  IND_SUSPECT_FIGURE = 0,    /* a figure is misprinted */
  IND_SUSPECT_BASIS = 1,     /* an identity was evaluated on another basis */
  IND_SUSPECT_ASSUMPTION = 2 /* what the rules assume does not hold here */
} ind_suspect_kind;

const char *ind_suspect_kind_name (ind_suspect_kind kind);

/* One suspect. `figure` is filled for a figure; `name` is the rule's or the
 * assumed indicator's otherwise, "" for a figure. `must_lie_in` is where the
 * true value lies if this is the explanation, in the unit and scale of the
 * figure (of a basis: by how much the left side exceeds the right, unscaled).
 * `candidate` is what should have been printed, "" when none stands out.
 * `is_certain`: every smallest explanation holds the suspect, also when figures
 * may have been computed from figures already rounded; otherwise it is
 * preferred at best. */
typedef struct ind_suspect {
  ind_suspect_kind kind;
  ind_figure figure;
  const char *name, *area, *component;
  char period[16];
  ind_interval must_lie_in;
  ind_unit unit;
  const char *candidate;
  ind_slip slip;
  int is_certain;
} ind_suspect;

IND_MUST_CHECK ind_status ind_report_suspect (const ind_report *report, size_t k, size_t a,
                                              size_t s, ind_suspect *out);

/* Which of the figures that differ on one quantity the other figures support.
 * `believed` is a source, or "" when they cannot decide. */
typedef struct ind_arbitration {
  const char *indicator, *area, *component;
  char period[16];
  size_t n_figures;
  const char *believed;
  size_t n_relations; /* independent ones that contradict the other figures */
  int is_certain;     /* also if figures were computed from rounded figures */
  const char *sentence;
} ind_arbitration;

size_t ind_report_arbitration_count (const ind_report *report);
IND_MUST_CHECK ind_status ind_report_arbitration (const ind_report *report, size_t k,
                                                  ind_arbitration *out);
IND_MUST_CHECK ind_status ind_report_arbitration_figure (const ind_report *report, size_t k,
                                                         size_t figure, ind_figure *out);

/* What the figures imply for a quantity nobody prints, in `unit`. */
typedef struct ind_deduction {
  const char *indicator, *area, *component;
  char period[16];
  ind_interval interval;
  ind_unit unit;
} ind_deduction;

size_t ind_report_deduction_count (const ind_report *report);
IND_MUST_CHECK ind_status ind_report_deduction (const ind_report *report, size_t k,
                                                ind_deduction *out);

/* ------------------------------------------------------------------------
 * Power: what the rules could detect
 * ---------------------------------------------------------------------- */

/* Measures how well the figures of a report protect each other, and finds the
 * one quantity whose printing would protect most of those that are not. Calling
 * it again adds nothing. IND_E_MEMORY. */
IND_MUST_CHECK ind_status ind_measure_power (ind_report *report,
                                             const ind_explain_options *options,
                                             ind_error *error);

/* How the other figures protect one: what they imply for it, in its unit and
 * scale, and the error, in units of its last digit, beyond which every error is
 * found whichever way it goes; infinite when none is, -1 when the budget ended
 * before it was measured. */
typedef struct ind_protection {
  ind_figure figure;
  ind_interval implied;
  double detectable;
} ind_protection;

/* One for each usable figure, in reading order. */
size_t ind_report_protection_count (const ind_report *report);
IND_MUST_CHECK ind_status ind_report_protection (const ind_report *report, size_t k,
                                                 ind_protection *out);

/* The further figure that would protect most: printed to `decimals` places in
 * `unit`, it would let `n_gained` more figures be found wrong when they are
 * off by 10 units or more. Returns 0 when no figure would help. */
typedef struct ind_advice {
  ind_deduction quantity;
  int32_t decimals;
  size_t n_gained;
} ind_advice;

int ind_report_advice (const ind_report *report, ind_advice *out);

/* ------------------------------------------------------------------------
 * Writing a report
 * ---------------------------------------------------------------------- */

typedef enum ind_format {
  IND_FORMAT_TEXT = 0, /* for a reader: worst first, one sentence per finding */
  IND_FORMAT_JSON = 1, /* schema 1 */
  IND_FORMAT_CSV = 2,
  IND_FORMAT_HTML = 3  /* one self-contained page */
} ind_format;

/* In CSV a long report takes as many threads as it was checked in. */
IND_MUST_CHECK ind_status ind_report_write (const ind_report *report, ind_format format,
                                            ind_writer writer, void *context,
                                            ind_error *error);

/* Writes what ind_measure_power found: how each figure is protected, what to
 * print in addition, and the checks that could not be made. In CSV `detectable`
 * is "inf" where no error is sure to be found and empty where it was not
 * measured; in JSON both are null, and `measured` tells them apart. */
IND_MUST_CHECK ind_status ind_report_write_power (const ind_report *report, ind_format format,
                                                  ind_writer writer, void *context,
                                                  ind_error *error);

/* ------------------------------------------------------------------------
 * Compute: raw inputs to every indicator they allow
 * ---------------------------------------------------------------------- */

typedef struct ind_compute_options {
  const char *const *only; /* names of the indicators wanted; NULL: all */
  size_t n_only;
  int rounds;              /* values are rounded to so many decimals, or fewer
                              where fewer are certain */
  int32_t decimals;
  int explains;            /* LOCATOR tells the formula and the figures that
                              went in */
} ind_compute_options;

/* Evaluates the formula of every indicator wherever its inputs are in the
 * table and the indicator itself is not. The formulas are those of `rules`,
 * which must not be NULL: every rule with == and one quantity on its left that
 * names nothing assumed; ind_rules_new_standard has those of the registry.
 * Units, breakdowns and aliases come from there, too. The result is a table of
 * the computed figures alone: a value has all its digits, and its precision
 * (DECIMALS) says how many are certain, negative where not even the units are;
 * the interval it stands for holds what its inputs allow, so that checking it
 * finds nothing. Notes of the result name each indicator that could not be
 * computed though it is wanted by name, or one of its inputs is there, and the
 * inputs that are not.
 * `options` may be NULL. IND_E_ARGUMENT: a name in `only` that has no formula
 * in `rules`. */
IND_MUST_CHECK ind_status ind_compute (const ind_table *table, const ind_rules *rules,
                                       const ind_compute_options *options, ind_table **out,
                                       ind_error *error);

/* ------------------------------------------------------------------------
 * Balance: values that satisfy linear equations
 * ---------------------------------------------------------------------- */

/* Sparse linear equations by rows: equation k has the terms first[k] ..
 * first[k + 1] - 1, coefficient[t] times the value number column[t], which add up to
 * constant[k]. No column twice in an equation; all coefficients finite. */
typedef struct ind_equations {
  size_t n;                  /* how many equations */
  const size_t *first;       /* n + 1 */
  const uint32_t *column;
  const double *coefficient;
  const double *constant;    /* n; NULL: all zero */
} ind_equations;

/* What holds for all functions of this section:
 * - IND_E_ARGUMENT: a pointer that is needed is NULL; `first` does not begin at 0 or
 *   descends; a column is not below the number of values or stands twice in an equation;
 *   a coefficient or constant is not finite; a standard error or alterability is
 *   negative or NaN; low > high.
 * - IND_E_DOMAIN: a value is not finite; or a number other than 0 is larger than 1e60, or,
 *   of standard errors and coefficients, smaller than 1e-60.
 * - IND_E_CONTRADICTION: no values satisfy all equations and bounds. Unlike on other
 *   failures, the results are filled in, with values that come as near as can be.
 * - IND_E_MEMORY.
 * Results may go where the values are. What can be NULL is said where it can. */

/* What a balance amounts to. `chi_square` is the sum of the squares of changes over
 * standard errors; `p` is how probable one as large is if the standard errors are right
 * and errors normal, -1 where the rank is not known. */
typedef struct ind_balance_summary {
  size_t rank;           /* independent equations that tie measured values */
  int is_rank_known;     /* 0 in very large problems */
  double chi_square, p;
  int has_contradiction; /* equations contradict one another or fixed values */
  int is_bounded;        /* 0: the bounds could not all be kept */
} ind_balance_summary;

/* Weighted least squares under linear equations: the n values that satisfy the
 * equations and are nearest to `value` in units of standard errors. A standard error
 * of 0 fixes a value; INFINITY says that it is unknown and `value` a first guess, kept
 * where nothing determines it. `low` and `high` (NULL: none) bound the results; either
 * may be infinite.
 * Into `out` go the values; into `error_out` (NULL allowed) the standard errors that are
 * left, NaN for an unknown or where it is not computed; into `leverage` (NULL allowed)
 * the part of its variance that the equations take from each measured value, 0 to 1: 0
 * says that no equation checks it; NaN, not computed, in very large problems. A value
 * held at a bound counts as fixed. `is_contradictory` (NULL allowed) has 1 for each
 * equation of those that contradict one another, `summary` (NULL allowed) the rest.
 * Sources: Stone, Champernowne and Meade, Review of Economic Studies 9 (1942); Byron,
 * Journal of the Royal Statistical Society A 141 (1978). */
IND_MUST_CHECK ind_status ind_balance (const double *value, const double *standard_error,
                                       const double *low, const double *high, size_t n,
                                       const ind_equations *equations, double *out,
                                       double *error_out, double *leverage,
                                       uint8_t *is_contradictory,
                                       ind_balance_summary *summary, ind_error *error);

/* What elements from .. to - 1 of a series add up to. An `alterability` of 0 makes it
 * binding; else the total, too, gives way, with the variance alterability |total|. A
 * stock is a span of one element; for the mean of a span, give its total. */
typedef struct ind_benchmark_total {
  size_t from, to;
  double total;
  double alterability;
} ind_benchmark_total;

typedef struct ind_benchmark_options {
  double rho;                 /* 0 to 1: how long an adjustment lasts. 1: Denton. Usual: 0.9
                                 for months, 0.9^3 for quarters */
  double lambda;              /* 0, additive, to 1, proportional */
  int corrects_bias;          /* the series is first brought to the level of the totals: for
                                 elements that no total covers. Nothing where rho is 1 */
  const double *alterability; /* per element, 0: it is fixed; NULL: all 1 */
} ind_benchmark_options;

/* Benchmarks a series of n elements to totals: its level becomes theirs, and its movement
 * is kept as far as can be. With s the series, b its bias, c = sqrt (alterability) |s|^lambda
 * (where 0^0 is 1), `out` is s + c e, where e minimises
 *   e[0]^2 + sum of (e[t] - rho e[t-1])^2 / (1 - rho^2) for rho < 1 (Cholette and Dagum),
 *   sum of (e[t] - e[t-1])^2 for rho = 1 (Denton's first differences, as Cholette modified
 *   them), for lambda = 1 those of the ratio to the series,
 * and of nonbinding totals the squares of their changes over variances. The bias is what the
 * totals and the elements under them differ by per element (lambda = 0: it is added) or
 * their ratio; `bias` (NULL allowed) receives it, 0 or 1 where there is no correction. A
 * fixed element is the one corrected for bias. An element 0 stays 0 unless lambda is 0; one
 * that is negative has the weight of its absolute value. `options` may be NULL: rho and
 * lambda are 1, the proportional method of Denton.
 * IND_E_ARGUMENT: rho or lambda is not in 0 .. 1. IND_E_RANGE: a span is empty or passes n.
 * IND_E_DOMAIN: also, there is no bias, as the elements under totals add up to 0.
 * IND_E_CONTRADICTION: as overlapping totals, or totals of fixed elements, can have it.
 * Sources: Dagum and Cholette, Benchmarking, Temporal Distribution and Reconciliation
 * Methods for Time Series (2006); Denton, Journal of the American Statistical Association
 * 66 (1971); IMF, Quarterly National Accounts Manual, 2017, ch. 6; Statistics Canada,
 * G-Series, benchmarking(). */
IND_MUST_CHECK ind_status ind_benchmark (const double *series, size_t n,
                                         const ind_benchmark_total *totals, size_t n_totals,
                                         const ind_benchmark_options *options, double *out,
                                         double *bias, ind_error *error);

/* Raking: the values that satisfy the equations and minimise the sum of
 * (out - value)^2 / (alterability |value|), so that, of equal alterabilities, each changes
 * in proportion to its size. An alterability of 0 fixes a value, INFINITY says that it is
 * unknown; `alterability` may be NULL: all 1. A value 0 stays 0, unless it is unknown. With
 * bounds, as those of ind_balance, no value need become negative; an inequality is an
 * equation with an unknown of its own, bounded by 0. Temporal totals are equations like any
 * other. `is_contradictory` may be NULL. Source: Statistics Canada, G-Series, tsraking()
 * with Vmat_option 2, tsbalancing(). */
IND_MUST_CHECK ind_status ind_rake (const double *value, const double *alterability,
                                    const double *low, const double *high, size_t n,
                                    const ind_equations *equations, double *out,
                                    uint8_t *is_contradictory, ind_error *error);

/* Raking of a table of n_rows x n_columns cells, row by row, to the totals of rows, of
 * columns, or of both: `row_totals` or `column_totals` may be NULL. Alterabilities are those
 * of ind_rake, but finite; those of cells may be NULL, all 1, those of totals NULL, all 0:
 * they are binding. `out_rows` and `out_columns` receive the totals of the raked table, and
 * may be NULL. IND_E_CONTRADICTION: as when the totals of rows add up to something else
 * than those of columns and all are binding; then totals are missed by as little as can be,
 * in sum of squares relative to the standard errors of their cells. */
IND_MUST_CHECK ind_status ind_rake_table (const double *cells, const double *cell_alterability,
                                          size_t n_rows, size_t n_columns,
                                          const double *row_totals,
                                          const double *row_alterability,
                                          const double *column_totals,
                                          const double *column_alterability, double *out,
                                          double *out_rows, double *out_columns,
                                          ind_error *error);

/* Controlled rounding: each value becomes a multiple of the unit of its last digit,
 * 10^-decimals (negative: 10, 100, ...), such that all sums hold exactly. Of all choices, the
 * one with the least sum of squares of distances, each in units of its value's last digit.
 * A value of no equation is rounded to nearest, half away from 0; so is a fixed one
 * (`is_fixed` not 0; NULL: none is). Coefficients are whole, usually 1 and -1; constants are
 * multiples of the finest unit in their equation.
 * The choice is the nearest one where each value stands in at most two equations, with
 * opposite signs once some equations are turned around, and all with the same unit: tables of
 * one and two ways with their margins, hierarchies. Elsewhere it is the best found in bounded
 * time, a near one; of more than 1000 values that hang together otherwise, none is sought.
 * IND_E_CONTRADICTION: some equations do not hold, for which `fails` (NULL allowed) then has
 * 1: fixed values contradict them, units do not fit, or nothing was found. Values of
 * equations that hang together with one that cannot hold may be those to nearest.
 * IND_E_ARGUMENT: also, a coefficient is not whole or beyond 10^9, or there are more than 40
 * decimals or less than -40. IND_E_DOMAIN: also, a value has more than 18 digits.
 * Sources: Cox and Ernst, INFOR 20 (1982); Fischetti and Salazar-Gonzalez, Journal of the
 * American Statistical Association 95 (2000). */
IND_MUST_CHECK ind_status ind_round_sums (const double *value, const int32_t *decimals,
                                          const uint8_t *is_fixed, size_t n,
                                          const ind_equations *equations, ind_decimal *out,
                                          uint8_t *fails, ind_error *error);

/* ------------------------------------------------------------------------
 * Reconcile: figures that satisfy all rules
 * ---------------------------------------------------------------------- */

/* Which of the figures that explanations doubt are given up and computed from the
 * others, before anything is balanced. */
typedef enum ind_repair {
  IND_REPAIR_LIKELIEST = 0, /* those of the likeliest alternative of each explanation */
  IND_REPAIR_CERTAIN = 1,   /* those that every smallest alternative holds */
  IND_REPAIR_NONE = 2
} ind_repair;

/* How far a figure may be off: its variance, times its alterability. */
typedef enum ind_variance {
  IND_VARIANCE_ROUNDING = 0,    /* of a uniform error of rounding */
  IND_VARIANCE_PROPORTIONAL = 1 /* the absolute value of the figure, as printed */
} ind_variance;

/* What values must lie in. */
typedef enum ind_bounds {
  IND_BOUNDS_NONE = 0,
  IND_BOUNDS_RANGE = 1,  /* of the indicator: no negative population */
  IND_BOUNDS_PRINTED = 2 /* and what each figure, unless it is given up, stands for */
} ind_bounds;

/* Words for the three, as options of the program spell them, and back; "?" for an
 * unknown value, IND_E_ARGUMENT for an unknown word. */
const char *ind_repair_name (ind_repair repair);
const char *ind_variance_name (ind_variance variance);
const char *ind_bounds_name (ind_bounds bounds);
IND_MUST_CHECK ind_status ind_repair_read (const char *text, size_t length, ind_repair *out);
IND_MUST_CHECK ind_status ind_variance_read (const char *text, size_t length,
                                             ind_variance *out);
IND_MUST_CHECK ind_status ind_bounds_read (const char *text, size_t length, ind_bounds *out);

/* What the variances of a source's figures are multiplied by: 0 keeps them as they
 * are. Not negative, finite. */
typedef struct ind_alterability {
  const char *source;
  double coefficient;
} ind_alterability;

typedef struct ind_reconcile_options {
  ind_repair repair;
  ind_variance variance;
  ind_bounds bounds;
  int keeps_digits; /* 1: results are not rounded to the printed decimals */
  const ind_alterability *alterability; /* of sources not named it is 1 */
  size_t n_alterability;
} ind_reconcile_options;

typedef struct ind_reconciliation ind_reconciliation;

/* Finds the figures nearest to those of the report that satisfy all its rules, but
 * approximate ones:
 *
 * 1. explains the report, if nobody has, and gives up the figures it doubts (repair);
 * 2. balances the others: the sum of the squares of changes over standard errors is
 *    the least under all rules, linear and not, with quantities that nobody prints as
 *    unknowns (Stone, Champernowne and Meade 1942; Gauss and Newton's method);
 * 3. rounds to the printed decimals so that sums hold exactly (controlled rounding).
 *
 * A figure whose rounding has no width, such as a count, is fixed. An extra column
 * STD_ERROR of the table adds a standard error, in the unit of the figure, to that of
 * rounding; an extra column ALTERABILITY multiplies the variance, besides that of the
 * source. Several figures of one quantity become one value. A figure with a STD_ERROR,
 * or an alterability of 0, is never given up: of the alternatives, the likeliest without
 * such a figure is taken.
 *
 * The report stays as it was, but for being explained, and must outlive the result.
 * `options` may be NULL. IND_E_ARGUMENT: an option outside of its domain, a source that
 * no figure has; IND_E_NUMBER: a field of STD_ERROR or ALTERABILITY that is no number
 * from 0 up, `error` says which; IND_E_DOMAIN: numbers too large; IND_E_MEMORY. */
IND_MUST_CHECK ind_status ind_reconcile (ind_report *report,
                                         const ind_reconcile_options *options,
                                         ind_reconciliation **out, ind_error *error);
void ind_reconciliation_free (ind_reconciliation *reconciliation);

/* What became of a figure. */
typedef enum ind_adjustment_kind {
  IND_ADJUSTMENT_KEPT = 0,      /* checked by others, and unchanged in its decimals */
  IND_ADJUSTMENT_BALANCED = 1,  /* moved, to satisfy the rules */
  IND_ADJUSTMENT_REPAIRED = 2,  /* given up, and computed from others */
  IND_ADJUSTMENT_LOST = 3,      /* given up, and nothing says what it should be */
  IND_ADJUSTMENT_FIXED = 4,     /* not alterable */
  IND_ADJUSTMENT_UNCHECKED = 5  /* nothing checks it: as printed */
} ind_adjustment_kind;

#define IND_ADJUSTMENT_KIND_COUNT 6

/* "kept", "balanced", ...; "?" for an unknown value. Static. */
const char *ind_adjustment_kind_name (ind_adjustment_kind kind);

/* A figure before and after, in its unit and scale. */
typedef struct ind_adjustment {
  ind_adjustment_kind kind;
  double value_in, value_out; /* value_out: NaN where it is lost */
  double change;
  double error_in, error_out; /* standard errors; NaN: given up, not known */
  double redundancy;          /* 0 to 1: the part of the variance that the rules take
                                 away; 0: nothing checks the figure */
  double statistic;           /* the change over its standard error, standard normal if
                                 errors are (the measurement test of Tamhane and Mah
                                 1985); NaN where redundancy is 0 */
  double p;                   /* two-sided; NaN likewise */
  char text[64];              /* value_out as the contract writes it: with the printed
                                 decimals, or with 12 digits; "" where it is lost */
} ind_adjustment;

/* A rule where it was applied. */
typedef struct ind_discrepancy {
  const char *rule, *area, *component; /* borrowed */
  char period[16];
  double before, after;     /* left side less right side, in units of scale 0; of an
                               inequality, what it fails by */
  int is_contradictory;     /* among those that no values satisfy together */
} ind_discrepancy;

typedef struct ind_reconciliation_summary {
  size_t n_figures;
  size_t kinds[IND_ADJUSTMENT_KIND_COUNT];
  size_t n_rules;         /* places where a rule was applied */
  size_t n_contradictory; /* of those */
  size_t degrees;         /* of freedom: independent rules among figures */
  double chi_square, p;   /* of all changes together; p is NaN where degrees is 0 */
  size_t n_steps;         /* at most, of any network */
  int is_converged;       /* all rules but the contradictory ones hold to 9 digits */
  int is_bounded;         /* the bounds hold */
  size_t n_unrounded;     /* sums that no rounding to the printed decimals keeps */
} ind_reconciliation_summary;

void ind_reconciliation_summarise (const ind_reconciliation *reconciliation,
                                   ind_reconciliation_summary *out);
/* The k-th figure of the table. IND_E_RANGE. */
IND_MUST_CHECK ind_status ind_reconciliation_adjustment (
    const ind_reconciliation *reconciliation, size_t k, ind_adjustment *out);
size_t ind_reconciliation_rule_count (const ind_reconciliation *reconciliation);
IND_MUST_CHECK ind_status ind_reconciliation_rule (const ind_reconciliation *reconciliation,
                                                   size_t k, ind_discrepancy *out);

/* The result as a document: CSV has the table with OBS_VALUE balanced, and what became
 * of each figure in further columns; JSON has rules and tests, too; text tells what
 * moved and why. HTML is refused. Statuses as of ind_report_write. */
IND_MUST_CHECK ind_status ind_reconciliation_write (const ind_reconciliation *reconciliation,
                                                    ind_format format, ind_writer writer,
                                                    void *context, ind_error *error);

#ifdef __cplusplus
}
#endif
#endif
