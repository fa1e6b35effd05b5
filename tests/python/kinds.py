"""The modules of the kinds, as `import amity` gives them."""

from __future__ import annotations

from inspect import ismodule
from types import ModuleType

import amity

# A package of modules, with tests of its own.
APART = {"sync_connections"}

KINDS: dict[str, ModuleType] = {
    name: module
    for name in amity.__all__
    if ismodule(module := getattr(amity, name)) and name not in {"errors", *APART}
}
