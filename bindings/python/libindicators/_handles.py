# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects of the C library that belong to objects of Python."""

from __future__ import annotations

import weakref
from typing import Any, NoReturn


def _free(free: Any, handle: Any, *borrowed: Any) -> None:
    free(handle)


class Owner:
    """What owns a handle of the C library, which cannot be shared: there are no copies."""

    def _own(self, free: Any, handle: Any, *borrowed: Any) -> None:
        """Frees the handle with this object; what it borrowed lives until then."""
        weakref.finalize(self, _free, free, handle, *borrowed)

    # copy.copy(), copy.deepcopy() and pickle all come here.
    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} cannot be copied or pickled: what it holds is in the C "
            "library; pass the object itself, or what is read from it"
        )
