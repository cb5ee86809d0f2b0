"""`bench` is not installed: its tests find it in the repository, and are left out where it is not there."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

collect_ignore_glob = [] if (ROOT / "bench").is_dir() else ["test_*.py"]
