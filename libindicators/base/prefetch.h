/* SPDX-License-Identifier: GPL-3.0-or-later
 * Memory that will be needed soon. */
#ifndef IND_BASE_PREFETCH_H
#define IND_BASE_PREFETCH_H

/* Begins to load what stands at the address, which need not be valid. */
#if defined __GNUC__
#define IND__PREFETCH(address) __builtin_prefetch (address)
#else
#define IND__PREFETCH(address) ((void) (address))
#endif

#endif
