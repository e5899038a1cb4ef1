# SPDX-License-Identifier: GPL-3.0-or-later
"""The identities between quantities."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Union

from . import _functions as c
from ._handles import Owner
from .table import Path

#: Paths of rules files, or one path.
RuleFiles = Union[Path, Sequence[Path], None]


@dataclass(frozen=True)
class Rule:
    """A rule as loaded. `basis` is the one on which it holds; a report may have
    taken another. What was not said is ""."""

    name: str
    text: str
    say: str
    reference: str
    basis: str
    file: str
    line: int
    is_approximate: bool


class RuleSet(Owner):
    """An ind_rules, freed with this object."""

    def __init__(
        self, files: RuleFiles = None, *, standard: bool = True, text: str | None = None
    ) -> None:
        self.handle = c.Rules()
        new = c.lib.ind_rules_new_standard if standard else c.lib.ind_rules_new
        new(ctypes.byref(self.handle), ctypes.byref(c.Error()))
        self._own(c.lib.ind_rules_free, self.handle)
        if files is None:
            files = []
        elif isinstance(files, (str, os.PathLike)):
            files = [files]
        elif not isinstance(files, Iterable):
            raise TypeError(f"rules are paths of rules files, not {files!r}")
        for path in files:
            c.lib.ind_rules_read_file(self.handle, c.path_bytes(path), ctypes.byref(c.Error()))
        if text is not None:
            content = c.text_bytes("rules_text", text)
            c.lib.ind_rules_read_text(
                self.handle, b"rules_text", content, len(content), ctypes.byref(c.Error())
            )

    def __iter__(self):
        for k in range(len(self)):
            rule = c.Rule()
            c.lib.ind_rules_at(self.handle, k, ctypes.byref(rule))
            yield Rule(
                c.decode(rule.name), c.decode(rule.text), c.decode(rule.say),
                c.decode(rule.reference), c.decode(rule.basis), c.decode(rule.file), rule.line,
                bool(rule.is_approximate),
            )

    def __len__(self) -> int:
        return c.lib.ind_rules_count(self.handle)

    @property
    def notes(self) -> list[str]:
        """Remarks on rules that are redundant or contradict one another."""
        count = c.lib.ind_rules_note_count(self.handle)
        return [c.decode(c.lib.ind_rules_note_at(self.handle, k)) for k in range(count)]


def rules(
    files: RuleFiles = None, *, standard_rules: bool = True, rules_text: str | None = None
) -> list[Rule]:
    """The standard rules, and those of files or of a text."""
    return list(RuleSet(files, standard=standard_rules, text=rules_text))
