/* SPDX-License-Identifier: GPL-3.0-or-later
 * Networks: construction, weighted means, index by variable. */
#include "explain/network.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "number/divisor.h"
#include "number/interval.h"

#define LARGEST 9007199254740992.0 /* 2^53: whole numbers below it are exact */
#define MAX_CENTRED 4              /* for one row */

uint32_t
ind__network_variable (ind__network *network, ind_interval domain)
{
  if (network->n_variables >= IND__NONE - 1
      || !ind__grow (&network->domain, &network->variables_capacity, network->n_variables + 1,
                     sizeof *network->domain))
    return IND__NONE;
  network->domain[network->n_variables] = domain;
  return (uint32_t) network->n_variables++;
}

static uint32_t
add_link (ind__network *network, const ind__term *terms, size_t n, double constant,
          int is_product)
{
  ind__link *link;

  if (!ind__grow (&network->links, &network->links_capacity, network->n_links + 1,
                  sizeof *network->links)
      || !ind__grow (&network->terms, &network->terms_capacity, network->n_terms + n,
                     sizeof *network->terms))
    return IND__NONE;
  link = &network->links[network->n_links];
  link->first = (uint32_t) network->n_terms;
  link->n_terms = (uint32_t) n;
  link->constant = constant;
  link->is_product = (uint8_t) is_product;
  if (n > 0)
    memcpy (network->terms + network->n_terms, terms, n * sizeof *terms);
  network->n_terms += n;
  return (uint32_t) network->n_links++;
}

uint32_t
ind__network_sum (ind__network *network, const ind__term *terms, size_t n, double constant)
{
  return add_link (network, terms, n, constant, 0);
}

uint32_t
ind__network_product (ind__network *network, uint32_t z, uint32_t x, uint32_t y)
{
  ind__term terms[3] = { { 0, 1 }, { 0, 1 }, { 0, 1 } };

  terms[0].variable = z;
  terms[1].variable = x;
  terms[2].variable = y;
  return add_link (network, terms, 3, 0, 1);
}

uint32_t
ind__network_assert (ind__network *network, const ind__assertion *assertion,
                     ind_interval interval)
{
  size_t n = network->n_assertions;

  if (!ind__grow (&network->assertions, &network->assertions_capacity, n + 1,
                  sizeof *network->assertions)
      || !ind__grow (&network->interval, &network->intervals_capacity, n + 1,
                     sizeof *network->interval))
    return IND__NONE;
  network->assertions[n] = *assertion;
  network->interval[n] = interval;
  return (uint32_t) network->n_assertions++;
}

/* Lists the links of each variable, in order. */
static int
index_links (ind__network *network)
{
  size_t k, j, n = network->n_variables;
  uint32_t *first = ind__new_array (n + 2, sizeof *first);
  uint32_t *link_of = ind__new_array (network->n_terms, sizeof *link_of);

  ind__release (network->first_link);
  ind__release (network->link_of);
  network->first_link = first;
  network->link_of = link_of;
  if (first == NULL || link_of == NULL)
    return 0;
  memset (first, 0, (n + 2) * sizeof *first);
  for (k = 0; k < network->n_terms; k++)
    first[network->terms[k].variable + 2]++;
  for (k = 0; k < n; k++)
    first[k + 2] += first[k + 1];
  for (k = 0; k < network->n_links; k++)
    for (j = 0; j < network->links[k].n_terms; j++)
      link_of[first[network->terms[network->links[k].first + j].variable + 1]++] = (uint32_t) k;
  return 1;
}

/* ------------------------------------------------------------------------
 * Weighted means
 * ---------------------------------------------------------------------- */

/* A term of a sum seen as a product: coefficient * x * w, where w is a term of
 * another sum. */
struct match {
  double weight;      /* coefficient of w in its sum */
  double numerator, denominator; /* coefficient of x * w */
  uint32_t w, x;
};

struct centring {
  ind__network *network;
  size_t n_links;      /* the links found, before any was added */
  struct match *match; /* per term of the sum of weights */
  size_t capacity;
  ind__term *terms;    /* the row under construction */
  size_t terms_capacity;
};

static const ind__term *
terms_of (const ind__network *network, uint32_t link)
{
  return network->terms + network->links[link].first;
}

/* Whether the product has w as a factor; the other factor goes to *x. */
static int
has_factor (const ind__network *network, uint32_t link, uint32_t w, uint32_t *x)
{
  const ind__term *term = terms_of (network, link);

  if (term[1].variable != w && term[2].variable != w)
    return 0;
  *x = term[1].variable == w ? term[2].variable : term[1].variable;
  return 1;
}

/* Calls a product "of v" when v is its z, or a multiple of it by a sum of two
 * terms. Finds one of v with the factor w, or with any factor when w is
 * IND__NONE: then the k-th. */
static int
product_of (const ind__network *network, size_t n_links, uint32_t v, uint32_t w, size_t k,
            struct match *out, uint32_t *product)
{
  uint32_t i, j;

  out->numerator = out->denominator = 1;
  for (i = network->first_link[v]; i < network->first_link[v + 1]; i++)
    {
      uint32_t link = network->link_of[i];
      const ind__term *term = terms_of (network, link);
      if (link >= n_links)
        continue;
      if (network->links[link].is_product)
        {
          if (term[0].variable == v
              && (w == IND__NONE ? k-- == 0 : has_factor (network, link, w, &out->x)))
            {
              *product = link;
              return 1;
            }
        }
      else if (network->links[link].n_terms == 2 && network->links[link].constant == 0)
        {
          int own = term[1].variable == v;
          uint32_t z = term[!own].variable;
          for (j = network->first_link[z]; j < network->first_link[z + 1]; j++)
            {
              uint32_t other = network->link_of[j];
              if (other < n_links && network->links[other].is_product
                  && terms_of (network, other)[0].variable == z
                  && (w == IND__NONE ? k-- == 0 : has_factor (network, other, w, &out->x)))
                {
                  double sign = term[own].coefficient < 0 ? 1 : -1;
                  out->numerator = sign * term[!own].coefficient;
                  out->denominator = fabs (term[own].coefficient);
                  *product = other;
                  return 1;
                }
            }
        }
    }
  return 0;
}

/* The variable scale * x - other * m - constant, as a new one. */
static uint32_t
add_deviation (ind__network *network, double scale, uint32_t x, double other, uint32_t m,
               double constant)
{
  double common = ind__greatest_common_divisor (ind__greatest_common_divisor (scale, other),
                                                constant);
  uint32_t e = ind__network_variable (network, ind__interval_entire ());
  ind__term terms[3];
  size_t n = 2;

  terms[0].variable = e;
  terms[0].coefficient = -1;
  terms[1].variable = x;
  terms[1].coefficient = scale / common;
  if (m == x)
    {
      terms[1].coefficient -= other / common;
      n -= terms[1].coefficient == 0;
    }
  else if (m != IND__NONE)
    {
      terms[n].variable = m;
      terms[n++].coefficient = -other / common;
    }
  if (e == IND__NONE
      || ind__network_sum (network, terms, n, -constant / common) == IND__NONE)
    return IND__NONE;
  return e;
}

/* Adds sum w_i (scale x_i - other m - constant) = 0. */
static int
add_centred (struct centring *centring, size_t n, double scale, double other, uint32_t m,
             double constant)
{
  ind__network *network = centring->network;
  size_t k, n_terms = 0;

  if (!ind__grow (&centring->terms, &centring->terms_capacity, n, sizeof *centring->terms))
    return 0;
  for (k = 0; k < n; k++)
    {
      const struct match *match = &centring->match[k];
      uint32_t e, q;
      if (match->x == m && scale == other && constant == 0)
        continue;
      e = add_deviation (network, scale, match->x, other, m, constant);
      q = e == IND__NONE ? e : ind__network_variable (network, ind__interval_entire ());
      if (q == IND__NONE || ind__network_product (network, q, match->w, e) == IND__NONE)
        return 0;
      centring->terms[n_terms].variable = q;
      centring->terms[n_terms++].coefficient = match->weight;
    }
  return ind__network_sum (network, centring->terms, n_terms, 0) != IND__NONE;
}

/* The term whose sign no other shares: the whole among its parts. */
static size_t
find_whole (const struct match *match, size_t n)
{
  size_t k, n_positive = 0, positive = n, negative = n;

  for (k = 0; k < n; k++)
    if (match[k].weight > 0)
      {
        n_positive++;
        positive = k;
      }
    else
      negative = k;
  return n_positive == 1 ? positive : n - n_positive == 1 ? negative : n;
}

static int
is_whole_number (double x)
{
  return fabs (x) < LARGEST && x == floor (x);
}

/* Brings all coefficients of products to one denominator; 0 where they get
 * too large, or are no multiple of the weights'. */
static double
common_denominator (struct match *match, size_t n)
{
  double common = 1;
  size_t k;

  for (k = 0; k < n; k++)
    {
      common *= match[k].denominator / ind__greatest_common_divisor (common, match[k].denominator);
      if (!is_whole_number (common))
        return 0;
    }
  for (k = 0; k < n; k++)
    {
      match[k].numerator *= common / match[k].denominator;
      match[k].denominator = common;
      if (!is_whole_number (match[k].numerator * match[0].weight)
          || !is_whole_number (match[k].weight * match[0].numerator)
          || match[k].numerator * match[0].weight != match[k].weight * match[0].numerator)
        return 0;
    }
  return common;
}

/* Tries the sum `weights` as the weights of the sum `means`. */
static int
centre (struct centring *centring, uint32_t means, uint32_t weights, int *is_found)
{
  ind__network *network = centring->network;
  size_t n = network->links[weights].n_terms, n_means = network->links[means].n_terms, k, j;
  double c1 = network->links[weights].constant, c2 = network->links[means].constant, common;
  uint32_t m = IND__NONE, product;
  double other = 0;

  *is_found = 0;
  if (weights == means || n < 2 || n_means < n || n_means > n + 1
      || (c1 == 0 && (c2 != 0 || n_means != n)))
    return 1;
  if (!ind__grow (&centring->match, &centring->capacity, n, sizeof *centring->match))
    return 0;
  for (k = 0; k < n; k++)
    centring->match[k].w = IND__NONE;
  for (j = 0; j < n_means; j++)
    {
      const ind__term *mean = terms_of (network, means) + j;
      for (k = 0; k < n; k++)
        {
          const ind__term *weight = terms_of (network, weights) + k;
          struct match match;
          if (centring->match[k].w == IND__NONE
              && product_of (network, centring->n_links, mean->variable, weight->variable, 0,
                             &match, &product))
            {
              match.w = weight->variable;
              match.weight = weight->coefficient;
              match.numerator *= mean->coefficient;
              centring->match[k] = match;
              break;
            }
        }
      if (k < n)
        continue;
      if (m != IND__NONE || n_means == n)
        return 1;
      m = mean->variable;
      other = mean->coefficient;
    }
  common = common_denominator (centring->match, n);
  if (common == 0)
    return 1;
  *is_found = 1;
  if (c1 == 0)
    {
      size_t whole = find_whole (centring->match, n);
      if (whole == n)
        {
          *is_found = 0;
          return 1;
        }
      return add_centred (centring, n, 1, 1, centring->match[whole].x, 0);
    }
  else
    {
      double scale = centring->match[0].numerator * c1;
      double a = centring->match[0].weight * common;
      if (!is_whole_number (scale) || !is_whole_number (a * other) || !is_whole_number (a * c2))
        {
          *is_found = 0;
          return 1;
        }
      return add_centred (centring, n, scale, a * other, m, a * c2);
    }
}

/* Every sum with the other factor of a product of the first term. */
static int
centre_sum (struct centring *centring, uint32_t means)
{
  ind__network *network = centring->network;
  size_t k, n_found = 0, t;
  uint32_t product, i;
  struct match match;
  int side, is_found;

  /* Two parts and their mean, at the least. One of two terms is a product
   * wherever all but one are. */
  if (network->links[means].n_terms < 3)
    return 1;
  for (t = 0; t < 2 && n_found == 0; t++)
    {
      uint32_t v = terms_of (network, means)[t].variable;
      for (k = 0; product_of (network, centring->n_links, v, IND__NONE, k, &match, &product); k++)
        for (side = 1; side <= 2; side++)
          {
            uint32_t w = terms_of (network, product)[side].variable;
            for (i = network->first_link[w];
                 i < network->first_link[w + 1] && n_found < MAX_CENTRED; i++)
              {
                uint32_t weights = network->link_of[i];
                if (weights >= centring->n_links || network->links[weights].is_product)
                  continue;
                if (!centre (centring, means, weights, &is_found))
                  return 0;
                n_found += (size_t) is_found;
              }
          }
    }
  return 1;
}

/* ------------------------------------------------------------------------
 * Overlapping sums
 * ---------------------------------------------------------------------- */

/* Links of a variable beyond which overlaps are not looked for. */
#define MAX_DEGREE 32

static double
coefficient_of (const ind__network *network, uint32_t link, uint32_t variable)
{
  const ind__term *term = terms_of (network, link);
  uint32_t k;
  for (k = 0; k < network->links[link].n_terms; k++)
    if (term[k].variable == variable)
      return term[k].coefficient;
  return 0;
}

/* first * a - second * b, as terms. Returns how many. */
static size_t
combine (const ind__network *network, uint32_t a, uint32_t b, double first, double second,
         ind__term *out)
{
  const ind__term *term = terms_of (network, a);
  size_t n = 0;
  uint32_t k;

  for (k = 0; k < network->links[a].n_terms; k++)
    {
      double c = first * term[k].coefficient
                 - second * coefficient_of (network, b, term[k].variable);
      if (c == 0)
        continue;
      out[n].variable = term[k].variable;
      out[n++].coefficient = c;
    }
  term = terms_of (network, b);
  for (k = 0; k < network->links[b].n_terms; k++)
    if (coefficient_of (network, a, term[k].variable) == 0)
      {
        out[n].variable = term[k].variable;
        out[n++].coefficient = -second * term[k].coefficient;
      }
  return n;
}

/* The ratio by which most variables of the two sums cancel. */
static size_t
find_overlap (const ind__network *network, uint32_t a, uint32_t b, double *first,
              double *second)
{
  const ind__term *term = terms_of (network, a);
  uint32_t n = network->links[a].n_terms, k, j;
  size_t most = 0;

  *first = *second = 1;
  for (k = 0; k < n && n - k > most; k++)
    {
      double other = coefficient_of (network, b, term[k].variable);
      size_t cancelled = 0;
      if (other == 0)
        continue;
      for (j = k; j < n; j++)
        cancelled += term[j].coefficient * other
                     == coefficient_of (network, b, term[j].variable) * term[k].coefficient;
      if (cancelled > most)
        {
          double common = ind__greatest_common_divisor (other, term[k].coefficient);
          most = cancelled;
          *first = other / common;
          *second = term[k].coefficient / common;
        }
    }
  return most;
}

/* Whether some sum of the network says the same. */
static int
is_stated (const ind__network *network, const ind__term *terms, size_t n, double constant)
{
  uint32_t v = terms[0].variable, i;
  size_t k;

  for (i = network->first_link[v]; i < network->first_link[v + 1]; i++)
    {
      uint32_t link = network->link_of[i];
      double ratio = coefficient_of (network, link, v) / terms[0].coefficient;
      if (network->links[link].is_product || network->links[link].n_terms != n
          || network->links[link].constant != ratio * constant)
        continue;
      for (k = 1; k < n; k++)
        if (coefficient_of (network, link, terms[k].variable) != ratio * terms[k].coefficient)
          break;
      if (k == n)
        return 1;
    }
  return 0;
}

/* Adds what is left of two sums when the variables they share are eliminated. */
static int
add_difference (ind__network *network, uint32_t a, uint32_t b, ind__term *room)
{
  double first, second, constant;
  size_t n, k;

  if (find_overlap (network, a, b, &first, &second) < 2)
    return 1;
  n = combine (network, a, b, first, second, room);
  constant = first * network->links[a].constant - second * network->links[b].constant;
  for (k = 0; k < n; k++)
    if (!is_whole_number (room[k].coefficient))
      return 1;
  if (n == 0 || !is_whole_number (first * network->links[a].constant)
      || !is_whole_number (second * network->links[b].constant)
      || is_stated (network, room, n, constant))
    return 1;
  return ind__network_sum (network, room, n, constant) != IND__NONE;
}

/* For every two of the first n_links that share two variables or more. */
static int
add_differences (ind__network *network, size_t n_links)
{
  size_t longest = 0, k;
  uint32_t *n_shared = ind__new_zeroed ((n_links + 1) * sizeof *n_shared), a, b, i;
  ind__term *room;
  int is_good;

  for (k = 0; k < n_links; k++)
    if (network->links[k].n_terms > longest)
      longest = network->links[k].n_terms;
  room = ind__new_array (2 * longest, sizeof *room);
  is_good = n_shared != NULL && room != NULL;
  for (a = 0; a < n_links && is_good; a++)
    {
      int undo;
      if (network->links[a].is_product)
        continue;
      for (undo = 0; undo <= 1; undo++)
        for (k = 0; k < network->links[a].n_terms && is_good; k++)
          {
            uint32_t v = terms_of (network, a)[k].variable;
            if (network->first_link[v + 1] - network->first_link[v] > MAX_DEGREE)
              continue;
            for (i = network->first_link[v]; i < network->first_link[v + 1] && is_good; i++)
              {
                b = network->link_of[i];
                if (undo)
                  n_shared[b] = 0;
                else if (b > a && b < n_links && !network->links[b].is_product
                         && ++n_shared[b] == 2)
                  is_good = add_difference (network, a, b, room);
              }
          }
    }
  ind__release (n_shared);
  ind__release (room);
  return is_good;
}

int
ind__network_close (ind__network *network)
{
  struct centring centring;
  uint32_t k;
  int is_good;

  if (!index_links (network))
    return 0;
  memset (&centring, 0, sizeof centring);
  centring.network = network;
  centring.n_links = network->n_given = network->n_links;
  is_good = 1;
  for (k = 0; k < centring.n_links && is_good; k++)
    if (!network->links[k].is_product)
      is_good = centre_sum (&centring, k);
  is_good = is_good && add_differences (network, centring.n_links);
  ind__release (centring.match);
  ind__release (centring.terms);
  return is_good && index_links (network);
}

void
ind__network_free (ind__network *network)
{
  ind__release (network->domain);
  ind__release (network->links);
  ind__release (network->terms);
  ind__release (network->assertions);
  ind__release (network->interval);
  ind__release (network->first_link);
  ind__release (network->link_of);
  memset (network, 0, sizeof *network);
}
