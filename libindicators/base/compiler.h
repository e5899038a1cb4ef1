/* SPDX-License-Identifier: GPL-3.0-or-later
 * What some compilers can be asked for. */
#ifndef IND_BASE_COMPILER_H
#define IND_BASE_COMPILER_H

/* A function that becomes part of its callers. */
#if defined __GNUC__
#define IND__INLINE static inline __attribute__ ((always_inline))
#else
#define IND__INLINE static inline
#endif

/* A function that does not: its callers have more registers for what they do all the time. */
#if defined __GNUC__
#define IND__APART static __attribute__ ((noinline))
#else
#define IND__APART static
#endif

/* A function compiled for wider vectors, too; the widest the processor has are used: what it
 * computes is the same, bit for bit. */
#if defined IND_HAVE_CLONES
#define IND__CLONES __attribute__ ((target_clones ("default", "avx2", "avx512f")))
#else
#define IND__CLONES
#endif

/* Begins to load what stands at the address, which need not be valid. The empty instruction
 * keeps GCC from dropping calls of functions that do nothing else, as if they did nothing. */
#if defined __GNUC__
#define IND__PREFETCH(address)                                                                    \
  do                                                                                              \
    {                                                                                             \
      __builtin_prefetch (address);                                                               \
      __asm__ volatile ("");                                                                      \
    }                                                                                             \
  while (0)
#else
#define IND__PREFETCH(address) ((void) (address))
#endif

#endif
