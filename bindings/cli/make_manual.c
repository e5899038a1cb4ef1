/* SPDX-License-Identifier: GPL-3.0-or-later
 * Prints the manual page indicators(1); runs when the program is built. */
#include <stdlib.h>

#include "options.h"

int
main (void)
{
  options_print_manual (stdout, PACKAGE_VERSION);
  return fflush (stdout) == 0 && !ferror (stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
