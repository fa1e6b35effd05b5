"""The batches of imports, of which only amity.undo_import() reads."""

from __future__ import annotations

from support.world import Shape

LIVED = (("service", "select from amity.import_follows('{}', '{}', run => 'an import')"),)

SHAPES = {
    "amity_private.import_batches": Shape(
        keys="import_batches_pkey",
        checks={
            "import_batches_run_is_short": ("run = repeat('x', 101)", "run = E'\\x01'"),
        },
    ),
}
