"""How long a test waits for what has to come: it ends a test that hangs, and none that is slow."""

PATIENCE = 180.0  # seconds
