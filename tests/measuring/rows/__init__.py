"""Everything that is measured: what needs a database as it was loaded comes first."""

from measuring.row import Trial
from measuring.rows import acts, feed, from_python, imports, install, mutual, reads, star, storage
from measuring.scale import Scale


def trials(scale: Scale) -> list[Trial]:
    """All trials."""
    return [
        *install.trials(),
        *storage.trials(),
        *imports.trials(scale),
        *reads.trials(),
        *mutual.trials(scale),
        *feed.trials(scale),
        *acts.trials(),
        *star.trials(),
        *from_python.trials(),
    ]
