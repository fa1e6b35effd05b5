"""What tests/run brought from npm."""

from pathlib import Path

MODULES = Path(__file__).parents[2] / ".venv" / "node_modules"
