/* SPDX-License-Identifier: GPL-3.0-or-later
 * Units: words in three languages, reading, writing, arithmetic. */
#include "number/unit.h"

#include <string.h>

#include "base/text.h"
#include "number/words.h"

#define MAX_SYMBOLS 4
#define MAX_EXPONENT 9
#define MAX_SCALE 60

/* A word, spelled as ind__word_at takes it, and the unit it stands for:
 * symbol^exponent with a power of ten. Multipliers have no symbol. */
struct word {
  const char *word;
  const char *language;
  const char *symbol;
  int8_t exponent;
  int8_t scale;
};

/* Sorted by what they stand for. The first word of a symbol, exponent and
 * scale is its canonical spelling. */
static const struct word words[] = {
  /* SDMX codes, and others like them for what SDMX has no code. */
  { "PT", "sdmx", "PT", 1, 0 },
  { "PP", "sdmx", "PP", 1, 0 },
  { "PS", "sdmx", "PS", 1, 0 },
  { "NUMBER", "sdmx", "NUMBER", 1, 0 },
  { "NR", "sdmx", "NUMBER", 1, 0 },
  { "IX", "sdmx", "IX", 1, 0 },
  { "HR", "sdmx", "HR", 1, 0 },
  { "D", "sdmx", "D", 1, 0 },
  { "MO", "sdmx", "MO", 1, 0 },
  { "YR", "sdmx", "YR", 1, 0 },
  { "M", "sdmx", "M", 1, 0 },
  { "KM", "sdmx", "M", 1, 3 },
  { "M2", "sdmx", "M", 2, 0 },
  { "HA", "sdmx", "M", 2, 4 },
  { "KM2", "sdmx", "M", 2, 6 },
  { "M3", "sdmx", "M", 3, 0 },
  { "G", "sdmx", "G", 1, 0 },
  { "KG", "sdmx", "G", 1, 3 },
  { "T", "sdmx", "G", 1, 6 },
  { "W", "sdmx", "W", 1, 0 },
  { "KW", "sdmx", "W", 1, 3 },
  { "MW", "sdmx", "W", 1, 6 },
  { "WH", "sdmx", "WH", 1, 0 },
  { "KWH", "sdmx", "WH", 1, 3 },

  /* Powers of ten. */
  { "hundred", "en", "", 0, 2 },
  { "thousand", "en", "", 0, 3 },
  { "thousands", "en", "", 0, 3 },
  { "k", "en", "", 0, 3 },
  { "lakh", "en", "", 0, 5 },
  { "million", "en", "", 0, 6 },
  { "millions", "en", "", 0, 6 },
  { "mn", "en", "", 0, 6 },
  { "mln", "en", "", 0, 6 },
  { "crore", "en", "", 0, 7 },
  { "billion", "en", "", 0, 9 },
  { "billions", "en", "", 0, 9 },
  { "bn", "en", "", 0, 9 },
  { "bln", "en", "", 0, 9 },
  { "trillion", "en", "", 0, 12 },
  { "trillions", "en", "", 0, 12 },
  { "tn", "en", "", 0, 12 },
  { "trn", "en", "", 0, 12 },
  { "trăm", "vi", "", 0, 2 },
  { "nghìn", "vi", "", 0, 3 },
  { "ngàn", "vi", "", 0, 3 },
  { "vạn", "vi", "", 0, 4 },
  { "triệu", "vi", "", 0, 6 },
  { "tr.", "vi", "", 0, 6 },
  { "tỷ", "vi", "", 0, 9 },
  { "tỉ", "vi", "", 0, 9 },

  /* Percent and percentage points. */
  { "%", "en", "PT", 1, 0 },
  { "percent", "en", "PT", 1, 0 },
  { "per cent", "en", "PT", 1, 0 },
  { "pct", "en", "PT", 1, 0 },
  { "phần trăm", "vi", "PT", 1, 0 },
  { "‰", "en", "PT", 1, -1 },
  { "per mille", "en", "PT", 1, -1 },
  { "phần nghìn", "vi", "PT", 1, -1 },
  { "percentage point", "en", "PP", 1, 0 },
  { "percentage points", "en", "PP", 1, 0 },
  { "percent point", "en", "PP", 1, 0 },
  { "percent points", "en", "PP", 1, 0 },
  { "ppt", "en", "PP", 1, 0 },
  { "ppts", "en", "PP", 1, 0 },
  { "p.p.", "en", "PP", 1, 0 },
  { "% point", "en", "PP", 1, 0 },
  { "% points", "en", "PP", 1, 0 },
  { "điểm phần trăm", "vi", "PP", 1, 0 },
  { "điểm %", "vi", "PP", 1, 0 },
  { "basis point", "en", "PP", 1, -2 },
  { "basis points", "en", "PP", 1, -2 },
  { "bp", "en", "PP", 1, -2 },
  { "bps", "en", "PP", 1, -2 },
  { "điểm cơ bản", "vi", "PP", 1, -2 },

  /* Currencies by name; ambiguous names (dollar, pound, franc) have none. */
  { "local currency", "en", "XDC", 1, 0 },
  { "domestic currency", "en", "XDC", 1, 0 },
  { "national currency", "en", "XDC", 1, 0 },
  { "nội tệ", "vi", "XDC", 1, 0 },
  { "dong", "en", "VND", 1, 0 },
  { "đồng", "vi", "VND", 1, 0 },
  { "đồng việt nam", "vi", "VND", 1, 0 },
  { "vnđ", "vi", "VND", 1, 0 },
  { "đ", "vi", "VND", 1, 0 },
  { "₫", "vi", "VND", 1, 0 },
  { "trđ", "vi", "VND", 1, 6 },
  { "us$", "en", "USD", 1, 0 },
  { "us dollar", "en", "USD", 1, 0 },
  { "us dollars", "en", "USD", 1, 0 },
  { "đô la mỹ", "vi", "USD", 1, 0 },
  { "đô la", "vi", "USD", 1, 0 },
  { "đô-la", "vi", "USD", 1, 0 },
  { "đô-la mỹ", "vi", "USD", 1, 0 },
  { "€", "en", "EUR", 1, 0 },
  { "euro", "en", "EUR", 1, 0 },
  { "euros", "en", "EUR", 1, 0 },
  { "nhân dân tệ", "vi", "CNY", 1, 0 },
  { "yuan", "en", "CNY", 1, 0 },
  { "yen", "en", "JPY", 1, 0 },
  { "yên", "vi", "JPY", 1, 0 },
  { "baht", "en", "THB", 1, 0 },

  /* Persons. */
  { "person", "en", "PS", 1, 0 },
  { "persons", "en", "PS", 1, 0 },
  { "people", "en", "PS", 1, 0 },
  { "inhabitant", "en", "PS", 1, 0 },
  { "inhabitants", "en", "PS", 1, 0 },
  { "capita", "en", "PS", 1, 0 },
  { "head", "en", "PS", 1, 0 },
  { "worker", "en", "PS", 1, 0 },
  { "workers", "en", "PS", 1, 0 },
  { "employee", "en", "PS", 1, 0 },
  { "employees", "en", "PS", 1, 0 },
  { "employed person", "en", "PS", 1, 0 },
  { "employed persons", "en", "PS", 1, 0 },
  { "member", "en", "PS", 1, 0 },
  { "members", "en", "PS", 1, 0 },
  { "pupil", "en", "PS", 1, 0 },
  { "pupils", "en", "PS", 1, 0 },
  { "student", "en", "PS", 1, 0 },
  { "students", "en", "PS", 1, 0 },
  { "người", "vi", "PS", 1, 0 },
  { "đầu người", "vi", "PS", 1, 0 },
  { "người dân", "vi", "PS", 1, 0 },
  { "dân", "vi", "PS", 1, 0 },
  { "nhân khẩu", "vi", "PS", 1, 0 },
  { "lao động", "vi", "PS", 1, 0 },
  { "người lao động", "vi", "PS", 1, 0 },
  { "thành viên", "vi", "PS", 1, 0 },
  { "học sinh", "vi", "PS", 1, 0 },
  { "sinh viên", "vi", "PS", 1, 0 },
  { "học viên", "vi", "PS", 1, 0 },
  { "cán bộ", "vi", "PS", 1, 0 },
  { "biên chế", "vi", "PS", 1, 0 },

  /* Time. */
  { "h", "en", "HR", 1, 0 },
  { "hour", "en", "HR", 1, 0 },
  { "hours", "en", "HR", 1, 0 },
  { "giờ", "vi", "HR", 1, 0 },
  { "day", "en", "D", 1, 0 },
  { "days", "en", "D", 1, 0 },
  { "ngày", "vi", "D", 1, 0 },
  { "month", "en", "MO", 1, 0 },
  { "months", "en", "MO", 1, 0 },
  { "tháng", "vi", "MO", 1, 0 },
  { "year", "en", "YR", 1, 0 },
  { "years", "en", "YR", 1, 0 },
  { "annum", "en", "YR", 1, 0 },
  { "năm", "vi", "YR", 1, 0 },
  { "tuổi", "vi", "YR", 1, 0 },

  /* Lengths, areas, volumes, masses, energy. */
  { "metre", "en", "M", 1, 0 },
  { "metres", "en", "M", 1, 0 },
  { "mét", "vi", "M", 1, 0 },
  { "kilometre", "en", "M", 1, 3 },
  { "kilometres", "en", "M", 1, 3 },
  { "ki lô mét", "vi", "M", 1, 3 },
  { "cây số", "vi", "M", 1, 3 },
  { "square metre", "en", "M", 2, 0 },
  { "square metres", "en", "M", 2, 0 },
  { "sq m", "en", "M", 2, 0 },
  { "mét vuông", "vi", "M", 2, 0 },
  { "hectare", "en", "M", 2, 4 },
  { "hectares", "en", "M", 2, 4 },
  { "héc ta", "vi", "M", 2, 4 },
  { "hecta", "vi", "M", 2, 4 },
  { "square kilometre", "en", "M", 2, 6 },
  { "square kilometres", "en", "M", 2, 6 },
  { "sq km", "en", "M", 2, 6 },
  { "ki lô mét vuông", "vi", "M", 2, 6 },
  { "cubic metre", "en", "M", 3, 0 },
  { "cubic metres", "en", "M", 3, 0 },
  { "mét khối", "vi", "M", 3, 0 },
  { "litre", "en", "M", 3, -3 },
  { "litres", "en", "M", 3, -3 },
  { "lít", "vi", "M", 3, -3 },
  { "kilogram", "en", "G", 1, 3 },
  { "kilograms", "en", "G", 1, 3 },
  { "tạ", "vi", "G", 1, 5 },
  { "tonne", "en", "G", 1, 6 },
  { "tonnes", "en", "G", 1, 6 },
  { "tấn", "vi", "G", 1, 6 },

  /* Things that are counted. */
  { "count", "en", "NUMBER", 1, 0 },
  { "project", "en", "NUMBER", 1, 0 },
  { "projects", "en", "NUMBER", 1, 0 },
  { "enterprise", "en", "NUMBER", 1, 0 },
  { "enterprises", "en", "NUMBER", 1, 0 },
  { "company", "en", "NUMBER", 1, 0 },
  { "companies", "en", "NUMBER", 1, 0 },
  { "establishment", "en", "NUMBER", 1, 0 },
  { "establishments", "en", "NUMBER", 1, 0 },
  { "household", "en", "NUMBER", 1, 0 },
  { "households", "en", "NUMBER", 1, 0 },
  { "unit", "en", "NUMBER", 1, 0 },
  { "units", "en", "NUMBER", 1, 0 },
  { "commune", "en", "NUMBER", 1, 0 },
  { "communes", "en", "NUMBER", 1, 0 },
  { "district", "en", "NUMBER", 1, 0 },
  { "districts", "en", "NUMBER", 1, 0 },
  { "school", "en", "NUMBER", 1, 0 },
  { "schools", "en", "NUMBER", 1, 0 },
  { "bed", "en", "NUMBER", 1, 0 },
  { "beds", "en", "NUMBER", 1, 0 },
  { "visit", "en", "NUMBER", 1, 0 },
  { "visits", "en", "NUMBER", 1, 0 },
  { "case", "en", "NUMBER", 1, 0 },
  { "cases", "en", "NUMBER", 1, 0 },
  { "time", "en", "NUMBER", 1, 0 },
  { "times", "en", "NUMBER", 1, 0 },
  { "bộ", "vi", "NUMBER", 1, 0 },
  { "ca", "vi", "NUMBER", 1, 0 },
  { "cái", "vi", "NUMBER", 1, 0 },
  { "cầu", "vi", "NUMBER", 1, 0 },
  { "chiếc", "vi", "NUMBER", 1, 0 },
  { "chính sách", "vi", "NUMBER", 1, 0 },
  { "chỉ tiêu", "vi", "NUMBER", 1, 0 },
  { "chuỗi", "vi", "NUMBER", 1, 0 },
  { "chương trình", "vi", "NUMBER", 1, 0 },
  { "con", "vi", "NUMBER", 1, 0 },
  { "cơ sở", "vi", "NUMBER", 1, 0 },
  { "công trình", "vi", "NUMBER", 1, 0 },
  { "công ty", "vi", "NUMBER", 1, 0 },
  { "cụm công nghiệp", "vi", "NUMBER", 1, 0 },
  { "cuộc", "vi", "NUMBER", 1, 0 },
  { "DN", "vi", "NUMBER", 1, 0 },
  { "doanh nghiệp", "vi", "NUMBER", 1, 0 },
  { "dự án", "vi", "NUMBER", 1, 0 },
  { "đoàn", "vi", "NUMBER", 1, 0 },
  { "đô thị", "vi", "NUMBER", 1, 0 },
  { "đồ án", "vi", "NUMBER", 1, 0 },
  { "đơn vị", "vi", "NUMBER", 1, 0 },
  { "giường bệnh", "vi", "NUMBER", 1, 0 },
  { "hộ", "vi", "NUMBER", 1, 0 },
  { "hồ sơ", "vi", "NUMBER", 1, 0 },
  { "hộ gia đình", "vi", "NUMBER", 1, 0 },
  { "hợp tác xã", "vi", "NUMBER", 1, 0 },
  { "HTX", "vi", "NUMBER", 1, 0 },
  { "huyện", "vi", "NUMBER", 1, 0 },
  { "khâu", "vi", "NUMBER", 1, 0 },
  { "khâu đột phá", "vi", "NUMBER", 1, 0 },
  { "khu công nghiệp", "vi", "NUMBER", 1, 0 },
  { "lần", "vi", "NUMBER", 1, 0 },
  { "liều", "vi", "NUMBER", 1, 0 },
  { "lớp", "vi", "NUMBER", 1, 0 },
  { "lượt", "vi", "NUMBER", 1, 0 },
  { "lượt khách", "vi", "NUMBER", 1, 0 },
  { "lượt người", "vi", "NUMBER", 1, 0 },
  { "nhiệm vụ", "vi", "NUMBER", 1, 0 },
  { "nhóm", "vi", "NUMBER", 1, 0 },
  { "phường", "vi", "NUMBER", 1, 0 },
  { "quận", "vi", "NUMBER", 1, 0 },
  { "sản phẩm", "vi", "NUMBER", 1, 0 },
  { "thị trấn", "vi", "NUMBER", 1, 0 },
  { "thôn", "vi", "NUMBER", 1, 0 },
  { "tiêu chí", "vi", "NUMBER", 1, 0 },
  { "tỉnh", "vi", "NUMBER", 1, 0 },
  { "trại", "vi", "NUMBER", 1, 0 },
  { "trại thực nghiệm", "vi", "NUMBER", 1, 0 },
  { "trụ cột", "vi", "NUMBER", 1, 0 },
  { "trường", "vi", "NUMBER", 1, 0 },
  { "vị trí", "vi", "NUMBER", 1, 0 },
  { "vụ", "vi", "NUMBER", 1, 0 },
  { "xã", "vi", "NUMBER", 1, 0 },
};

#define N_WORDS (sizeof words / sizeof words[0])

/* ISO 4217, and XDC, sorted. Codes withdrawn in 2025 (ANG, BGN) are kept for
 * the tables that use them; XTS and XXX, which are no money, are left out. */
static const char currencies[][4] = {
  "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN",
  "BHD", "BIF", "BMD", "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF",
  "CHE", "CHF", "CHW", "CLF", "CLP", "CNY", "COP", "COU", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK",
  "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF",
  "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD",
  "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD",
  "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN",
  "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP",
  "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD",
  "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP",
  "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "USN", "UYI", "UYU", "UYW", "UZS", "VED", "VES",
  "VND", "VUV", "WST", "XAD", "XAF", "XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XCD", "XCG", "XDC",
  "XDR", "XOF", "XPD", "XPF", "XPT", "XSU", "XUA", "YER", "ZAR", "ZMW", "ZWG",
};

#define N_CURRENCIES (sizeof currencies / sizeof currencies[0])

/* What separates a unit from the one it is divided by. */
static const char *const divisions[] = { "/", "per", "trên", "trên mỗi", "trên một", "mỗi" };

/* Words that say at which prices an amount is valued. */
enum price { PRICE_CONSTANT = 1, PRICE_CURRENT = 2, PRICE_OTHER = 4 };

static const struct price_word {
  const char *word;
  enum price price;
} price_words[] = {
  { "constant", PRICE_CONSTANT },
  { "giá so sánh", PRICE_CONSTANT },
  { "giá so sánh năm", PRICE_CONSTANT },
  { "giá cố định", PRICE_CONSTANT },
  { "giá cố định năm", PRICE_CONSTANT },
  { "current", PRICE_CURRENT },
  { "giá hiện hành", PRICE_CURRENT },
  { "at", PRICE_OTHER },
  { "in", PRICE_OTHER },
  { "price", PRICE_OTHER },
  { "prices", PRICE_OTHER },
  { "theo", PRICE_OTHER },
  { "(", PRICE_OTHER },
  { ")", PRICE_OTHER },
};

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

ind_unit
ind__unit_one (void)
{
  static const ind_unit one;
  return one;
}

/* Multiplies by symbol^exponent; 0 when there is no room. */
static int
add_symbol (ind_unit *unit, const char *symbol, int exponent)
{
  size_t at = 0, n = 0, k;

  while (n < MAX_SYMBOLS && unit->symbol[n][0] != '\0')
    n++;
  while (at < n && strcmp (unit->symbol[at], symbol) < 0)
    at++;
  if (at == n || strcmp (unit->symbol[at], symbol) != 0)
    {
      if (exponent == 0)
        return 1;
      if (n == MAX_SYMBOLS || strlen (symbol) >= sizeof unit->symbol[0])
        return 0;
      for (k = n; k > at; k--)
        {
          memcpy (unit->symbol[k], unit->symbol[k - 1], sizeof unit->symbol[0]);
          unit->exponent[k] = unit->exponent[k - 1];
        }
      memset (unit->symbol[at], 0, sizeof unit->symbol[0]);
      memcpy (unit->symbol[at], symbol, strlen (symbol));
      unit->exponent[at] = 0;
      n++;
    }
  exponent += unit->exponent[at];
  if (exponent < -MAX_EXPONENT || exponent > MAX_EXPONENT)
    return 0;
  unit->exponent[at] = (int8_t) exponent;
  if (exponent != 0)
    return 1;
  for (k = at; k + 1 < n; k++)
    {
      memcpy (unit->symbol[k], unit->symbol[k + 1], sizeof unit->symbol[0]);
      unit->exponent[k] = unit->exponent[k + 1];
    }
  memset (unit->symbol[n - 1], 0, sizeof unit->symbol[0]);
  unit->exponent[n - 1] = 0;
  return 1;
}

static int
add_scale (ind_unit *unit, int scale)
{
  scale += unit->scale;
  if (scale < -MAX_SCALE || scale > MAX_SCALE)
    return 0;
  unit->scale = (int16_t) scale;
  return 1;
}

ind_unit
ind__unit_symbol (const char *symbol)
{
  ind_unit unit = ind__unit_one ();
  add_symbol (&unit, symbol, 1);
  return unit;
}

int
ind__unit_is_currency (const char *symbol)
{
  size_t low = 0, high = N_CURRENCIES;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      int order = strcmp (symbol, currencies[middle]);
      if (order == 0)
        return 1;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return 0;
}

static int
is_plain_number (const char *symbol)
{
  return strcmp (symbol, "PT") == 0 || strcmp (symbol, "PP") == 0 || strcmp (symbol, "NUMBER") == 0
         || strcmp (symbol, "IX") == 0;
}

/* The unit without the symbols of plain numbers, scale and price base. */
static ind_unit
dimension_of (const ind_unit *unit)
{
  ind_unit dimension = ind__unit_one ();
  size_t i;

  for (i = 0; i < MAX_SYMBOLS && unit->symbol[i][0] != '\0'; i++)
    if (!is_plain_number (unit->symbol[i]))
      add_symbol (&dimension, unit->symbol[i], unit->exponent[i]);
  return dimension;
}

int
ind__unit_is_dimensionless (const ind_unit *unit)
{
  return dimension_of (unit).symbol[0][0] == '\0';
}

static int
is_same (const ind_unit *a, const ind_unit *b)
{
  return memcmp (a->symbol, b->symbol, sizeof a->symbol) == 0
         && memcmp (a->exponent, b->exponent, sizeof a->exponent) == 0;
}

int
ind__unit_same_dimension (const ind_unit *a, const ind_unit *b)
{
  ind_unit a_dimension = dimension_of (a), b_dimension = dimension_of (b);
  return is_same (&a_dimension, &b_dimension);
}

int
ind__unit_matches (const ind_unit *declared, const ind_unit *printed)
{
  ind_unit wanted = dimension_of (declared), found = dimension_of (printed), rest = found;
  int exponent = 0;
  size_t i;

  if (is_same (&wanted, &found))
    return 1;
  for (i = 0; i < MAX_SYMBOLS && wanted.symbol[i][0] != '\0'; i++)
    if (strcmp (wanted.symbol[i], "XDC") == 0)
      exponent = wanted.exponent[i];
    else if (!add_symbol (&rest, wanted.symbol[i], -wanted.exponent[i]))
      return 0;
  return exponent != 0 && rest.symbol[1][0] == '\0' && rest.exponent[0] == exponent
         && ind__unit_is_currency (rest.symbol[0]);
}

static int
combine (const ind_unit *a, const ind_unit *b, int sign, ind_unit *out)
{
  ind_unit left = dimension_of (a), right = dimension_of (b);
  size_t i;

  for (i = 0; i < MAX_SYMBOLS && right.symbol[i][0] != '\0'; i++)
    if (!add_symbol (&left, right.symbol[i], sign * right.exponent[i]))
      return 0;
  if (!add_scale (&left, a->scale) || !add_scale (&left, sign * b->scale))
    return 0;
  if (a->price_base == 0 || a->price_base == b->price_base)
    left.price_base = b->price_base;
  else if (b->price_base == 0)
    left.price_base = a->price_base;
  *out = left;
  return 1;
}

int
ind__unit_multiply (const ind_unit *a, const ind_unit *b, ind_unit *out)
{
  return combine (a, b, 1, out);
}

int
ind__unit_divide (const ind_unit *a, const ind_unit *b, ind_unit *out)
{
  return combine (a, b, -1, out);
}

/* Finds the currency code at a position; digits may follow. */
static size_t
currency_code_at (const ind__folded *folded, size_t at, char code[4])
{
  size_t i;

  for (i = 0; i < 3; i++)
    {
      char c = folded->text[at + i];
      if (c < 'a' || c > 'z')
        return 0;
      code[i] = (char) (c - 'a' + 'A');
    }
  code[3] = '\0';
  return ind__unit_is_currency (code) ? ind__word_at (folded, at, code) : 0;
}

/* Finds the longest unit word at a position; `out` keeps no pointer to
 * `code`, which holds the symbol of a currency code. */
static size_t
unit_word_at (const ind__folded *folded, size_t at, char code[4], struct word *out)
{
  size_t longest = currency_code_at (folded, at, code), k;

  if (longest > 0)
    *out = (struct word) { NULL, "sdmx", code, 1, 0 };
  for (k = 0; k < N_WORDS; k++)
    {
      size_t n;
      /* Most words fall out by their first letter; the case bit may differ. */
      if (((words[k].word[0] ^ folded->text[at]) & 0xDF) != 0)
        continue;
      n = ind__word_at (folded, at, words[k].word);
      if (n > longest)
        {
          longest = n;
          *out = words[k];
        }
    }
  return longest;
}

size_t
ind__unit_currency_at (const ind__folded *folded, size_t at, char symbol[4])
{
  char code[4];
  struct word word;
  size_t n = unit_word_at (folded, at, code, &word);

  if (n == 0 || word.scale != 0 || word.exponent != 1 || !ind__unit_is_currency (word.symbol))
    return 0;
  memcpy (symbol, word.symbol, 4);
  return n;
}

/* A unit in the course of being read. */
struct reader {
  const ind__folded *folded;
  size_t at, end;
  ind_error *error;
  ind_unit unit;
  int multiplier; /* the power of ten that words like "million" gave */
  int sign;       /* -1 for what is divided by */
  int is_wanting; /* a unit has to follow */
  int has_scale;  /* a power of ten was read for the unit that follows */
  int has_symbol;
  int is_list;      /* the unit that follows is another word for the last */
  struct word last; /* the last unit, for exponents and lists */
  size_t last_end;  /* where it ended; an exponent has to follow at once */
  char code[4];     /* its symbol when that is a currency code */
  int prices;       /* enum price, or-ed */
};

static ind_status
not_a_unit (const struct reader *reader, const char *problem)
{
  ind__place place = ind__place_of (reader->folded, reader->at);
  const char *quote = place.word[0] == '\0' ? "" : "\"";

  return ind__fail (reader->error, IND_E_UNIT, 0, 0,
                    "cannot read the unit in \"%s\": %s%s%s at character %zu %s",
                    ind__quote (reader->folded->original, reader->folded->original_length).text,
                    quote, place.word[0] == '\0' ? "the end" : place.word, quote, place.position,
                    problem);
}

static ind_status
too_large (const struct reader *reader)
{
  return not_a_unit (reader, "makes it too complicated");
}

/* Multiplies by a word `times` times. */
static int
apply (struct reader *reader, const struct word *word, int times)
{
  if (word->symbol[0] == '\0')
    reader->multiplier += times * word->scale;
  return (word->symbol[0] == '\0'
          || add_symbol (&reader->unit, word->symbol, times * word->exponent))
         && add_scale (&reader->unit, times * word->scale);
}

/* Reads up to four digits. */
static size_t
take_natural (struct reader *reader, int *value)
{
  size_t start = reader->at;

  *value = 0;
  while (reader->at < reader->end && reader->at - start < 4
         && ind__is_digit (reader->folded->text[reader->at]))
    *value = *value * 10 + (reader->folded->text[reader->at++] - '0');
  return reader->at - start;
}

/* Reads an exponent after "^". */
static int
take_exponent (struct reader *reader, int *value)
{
  int is_negative = reader->folded->text[reader->at] == '-';

  reader->at += (size_t) is_negative;
  if (take_natural (reader, value) == 0)
    return 0;
  if (is_negative)
    *value = -*value;
  return 1;
}

static int
has_currency (const ind_unit *unit)
{
  size_t i;

  for (i = 0; i < MAX_SYMBOLS; i++)
    if (ind__unit_is_currency (unit->symbol[i]))
      return 1;
  return 0;
}

/* Reads 10^9, 1000 or 100.000 before a unit, and a year after one. */
static ind_status
read_number (struct reader *reader)
{
  const char *text = reader->folded->text;
  size_t start = reader->at, end;
  int value, zeros = 0;

  if (reader->is_wanting)
    {
      if (strncmp (text + start, "10^", 3) == 0)
        {
          reader->at += 3;
          if (!take_exponent (reader, &zeros))
            return not_a_unit (reader, "should be an exponent");
        }
      else
        {
          if (text[start] != '1')
            return not_a_unit (reader, "is not a power of ten");
          for (end = start + 1; end < reader->end; end++)
            if (text[end] == '0')
              zeros++;
            else if ((text[end] != '.' && text[end] != ',')
                     || strncmp (text + end + 1, "000", 3) != 0)
              break;
          if (ind__is_digit (text[end]) || zeros > MAX_SCALE)
            return not_a_unit (reader, "is not a power of ten");
          reader->at = end;
        }
      reader->has_scale = 1;
      reader->multiplier += reader->sign * zeros;
      if (add_scale (&reader->unit, reader->sign * zeros))
        return IND_OK;
      reader->at = start;
      return too_large (reader);
    }
  if (!has_currency (&reader->unit))
    return not_a_unit (reader, "follows a unit that has no prices");
  if (take_natural (reader, &value) != 4 || ind__is_digit (text[reader->at]) || value < 1900
      || value > 2199 || reader->unit.price_base != 0)
    {
      reader->at = start;
      return not_a_unit (reader, "is not a year of prices");
    }
  reader->unit.price_base = (int16_t) value;
  return IND_OK;
}

static ind_status
read_word (struct reader *reader)
{
  struct word word;
  char code[4];
  size_t n = unit_word_at (reader->folded, reader->at, code, &word);

  if (n == 0 || reader->at + n > reader->end)
    return not_a_unit (reader, "is not known");
  if (word.symbol[0] == '\0')
    {
      /* The power of ten may follow a currency: "USD million". */
      if (!reader->is_wanting
          && (reader->has_scale || reader->sign < 0
              || !ind__unit_is_currency (reader->last.symbol)))
        return not_a_unit (reader, "follows a unit");
      reader->has_scale = 1;
    }
  else if (!reader->is_wanting)
    return not_a_unit (reader, "follows a unit without \"/\"");
  else
    {
      if (reader->is_list && strcmp (word.symbol, "NUMBER") != 0)
        return not_a_unit (reader, "cannot be listed with the unit before it");
      reader->is_wanting = 0;
      reader->has_symbol = 1;
      memcpy (reader->code, code, sizeof code);
      reader->last = word;
      if (word.symbol == code)
        reader->last.symbol = reader->code;
      reader->last_end = reader->at + n;
    }
  if (!reader->is_list && !apply (reader, &word, reader->sign))
    return too_large (reader);
  reader->is_list = 0;
  reader->at += n;
  return IND_OK;
}

/* Reads what may stand after a unit. Returns 0 when nothing of the kind does. */
static int
read_connection (struct reader *reader, ind_status *status)
{
  const ind__folded *folded = reader->folded;
  size_t longest = 0, n, k;
  char code[4];
  struct word word;
  int exponent, prices = 0;

  for (k = 0; k < COUNT (divisions); k++)
    {
      n = ind__word_at (folded, reader->at, divisions[k]);
      if (n > longest)
        longest = n;
    }
  if (longest > 0 && longest >= unit_word_at (folded, reader->at, code, &word))
    {
      if (reader->is_wanting && (!reader->has_scale || reader->has_symbol))
        *status = not_a_unit (reader, "has no unit before it");
      reader->sign = -1;
      reader->is_wanting = reader->has_symbol = 1;
      reader->has_scale = 0;
      reader->at += longest;
      return 1;
    }
  if (reader->is_wanting)
    return 0;
  if (folded->text[reader->at] == '*')
    {
      reader->sign = 1;
      reader->is_wanting = 1;
      reader->at++;
      return 1;
    }
  if (folded->text[reader->at] == '^' && reader->at == reader->last_end)
    {
      size_t start = ++reader->at;
      if (!take_exponent (reader, &exponent))
        *status = not_a_unit (reader, "should be an exponent");
      else if (exponent < -MAX_EXPONENT || exponent > MAX_EXPONENT
               || !apply (reader, &reader->last, reader->sign * (exponent - 1)))
        {
          reader->at = start;
          *status = too_large (reader);
        }
      return 1;
    }
  n = folded->text[reader->at] == ',' ? 1 : ind__word_at (folded, reader->at, "và");
  if (n == 0)
    n = ind__word_at (folded, reader->at, "and");
  if (n > 0 && reader->sign > 0 && strcmp (reader->last.symbol, "NUMBER") == 0)
    {
      reader->is_wanting = reader->is_list = 1;
      reader->at += n;
      return 1;
    }
  for (k = 0; k < COUNT (price_words); k++)
    {
      n = ind__word_at (folded, reader->at, price_words[k].word);
      if (n > longest)
        {
          longest = n;
          prices = (int) price_words[k].price;
        }
    }
  reader->prices |= prices;
  reader->at += longest;
  return longest > 0;
}

ind_status
ind__unit_read_folded (const ind__folded *folded, size_t begin, size_t end, const char *currency,
                       ind_unit *out, int *multiplier, ind_error *error)
{
  struct reader reader;
  ind_status status = IND_OK;
  int has_base;

  memset (&reader, 0, sizeof reader);
  reader.folded = folded;
  reader.at = begin;
  reader.end = end;
  reader.error = error;
  reader.sign = 1;
  reader.is_wanting = 1;
  reader.last.symbol = "";
  reader.last_end = end + 1;
  if (currency != NULL)
    {
      add_symbol (&reader.unit, currency, 1);
      memcpy (reader.code, currency, sizeof reader.code);
      reader.last = (struct word) { NULL, "sdmx", reader.code, 1, 0 };
      reader.is_wanting = 0;
      reader.has_symbol = 1;
    }
  for (;;)
    {
      reader.at = ind__skip_blank (folded, reader.at);
      if (reader.at >= end || status != IND_OK)
        break;
      if (ind__is_digit (folded->text[reader.at]))
        status = read_number (&reader);
      else if (!read_connection (&reader, &status))
        status = read_word (&reader);
    }
  if (status != IND_OK)
    return status;
  has_base = reader.unit.price_base != 0;
  if (reader.is_wanting && (reader.has_symbol || !reader.has_scale))
    return not_a_unit (&reader, "should be a unit");
  if (((reader.prices & PRICE_CONSTANT) != 0 && !has_base)
      || ((reader.prices & PRICE_CURRENT) != 0 && has_base)
      || (reader.prices == PRICE_OTHER && !has_base))
    return not_a_unit (&reader, "should say of which year the prices are");
  *out = reader.unit;
  if (multiplier != NULL)
    *multiplier = reader.multiplier;
  return IND_OK;
}

ind_status
ind__unit_read (const char *text, size_t length, ind_unit *out, int *multiplier, ind_error *error)
{
  ind__folded folded;
  ind_status status;

  if (out == NULL || (text == NULL && length > 0))
    return ind__fail (error, IND_E_ARGUMENT, 0, 0, "no text, or no place for the unit");
  status = ind__fold (text, length, IND_E_UNIT, &folded, error);
  if (status != IND_OK)
    return status;
  return ind__unit_read_folded (&folded, 0, folded.length, NULL, out, multiplier, error);
}

ind_status
ind_unit_read (const char *text, size_t length, ind_unit *out, ind_error *error)
{
  return ind__unit_read (text, length, out, NULL, error);
}

int
ind_unit_at (size_t k, const char **word, const char **language, ind_unit *unit)
{
  if (k < N_WORDS)
    {
      *word = words[k].word;
      *language = words[k].language;
      *unit = ind__unit_one ();
      if (words[k].symbol[0] != '\0')
        add_symbol (unit, words[k].symbol, words[k].exponent);
      unit->scale = words[k].scale;
      return 1;
    }
  k -= N_WORDS;
  if (k >= N_CURRENCIES)
    return 0;
  *word = currencies[k];
  *language = "sdmx";
  *unit = ind__unit_symbol (currencies[k]);
  return 1;
}

/* Text of at most 63 bytes; what does not fit is left out, which takes a unit
 * the library cannot have made. */
struct writer {
  char *text;
  size_t length;
};

static void
put (struct writer *writer, const char *text, size_t length)
{
  if (length > 63 - writer->length)
    length = 63 - writer->length;
  memcpy (writer->text + writer->length, text, length);
  writer->length += length;
}

static void
put_integer (struct writer *writer, int value)
{
  char digits[12], *begin = digits + sizeof digits;
  unsigned left = value < 0 ? 0u - (unsigned) value : (unsigned) value;

  do
    *--begin = (char) ('0' + left % 10);
  while ((left /= 10) > 0);
  if (value < 0)
    *--begin = '-';
  put (writer, begin, (size_t) (digits + sizeof digits - begin));
}

/* The length of a symbol that may lack its NUL. */
static size_t
symbol_length (const ind_unit *unit, size_t i)
{
  const char *end = memchr (unit->symbol[i], '\0', sizeof unit->symbol[i]);
  return end != NULL ? (size_t) (end - unit->symbol[i]) : sizeof unit->symbol[i];
}

/* The SDMX word for symbol^exponent with the largest scale that leaves a power
 * of a thousand of `scale`; NULL when there is none. */
static const struct word *
canonical_word (const ind_unit *unit, size_t i, int exponent, int scale)
{
  const struct word *best = NULL;
  size_t k;

  for (k = 0; k < N_WORDS && strcmp (words[k].language, "sdmx") == 0; k++)
    if (strncmp (words[k].symbol, unit->symbol[i], sizeof unit->symbol[i]) == 0
        && words[k].exponent == exponent && scale >= words[k].scale
        && (scale - words[k].scale) % 3 == 0 && (best == NULL || words[k].scale > best->scale))
      best = &words[k];
  return best;
}

static void
put_power (struct writer *writer, const ind_unit *unit, size_t i, int exponent)
{
  const struct word *word = canonical_word (unit, i, exponent, 0);

  if (word != NULL)
    {
      put (writer, word->word, strlen (word->word));
      return;
    }
  put (writer, unit->symbol[i], symbol_length (unit, i));
  if (exponent != 1)
    {
      put (writer, "^", 1);
      put_integer (writer, exponent);
    }
}

size_t
ind_unit_write (const ind_unit *unit, char text[64])
{
  struct writer writer = { text, 0 };
  const struct word *single = NULL;
  int scale = unit->scale, has_above = 0, has_symbol = 0;
  size_t i, n = 0;

  while (n < MAX_SYMBOLS && unit->symbol[n][0] != '\0')
    has_above |= unit->exponent[n++] > 0;
  if (n == 1)
    single = canonical_word (unit, 0, unit->exponent[0], scale);
  if (single != NULL)
    scale -= single->scale;
  if (scale != 0 || (n > 0 && !has_above))
    {
      put (&writer, scale != 0 ? "10^" : "1", scale != 0 ? 3 : 1);
      if (scale != 0)
        put_integer (&writer, scale);
      if (has_above)
        put (&writer, " ", 1);
    }
  if (single != NULL)
    put (&writer, single->word, strlen (single->word));
  else
    {
      for (i = 0; i < n; i++)
        if (unit->exponent[i] > 0)
          {
            if (has_symbol)
              put (&writer, "*", 1);
            has_symbol = 1;
            put_power (&writer, unit, i, unit->exponent[i]);
          }
      for (i = 0; i < n; i++)
        if (unit->exponent[i] < 0)
          {
            put (&writer, "/", 1);
            put_power (&writer, unit, i, -unit->exponent[i]);
          }
    }
  if (unit->price_base != 0 && n > 0)
    {
      put (&writer, " ", 1);
      put_integer (&writer, unit->price_base);
    }
  text[writer.length] = '\0';
  return writer.length;
}
