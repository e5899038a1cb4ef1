/* SPDX-License-Identifier: GPL-3.0-or-later
 * The version, which the build defines. */
#include "indicators.h"

const char *
ind_version (void)
{
  return PACKAGE_VERSION;
}
