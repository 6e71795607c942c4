"""The characters that end an address are a table in the repository, as Unicode has them."""

import subprocess
import sys
from pathlib import Path

from messaging.markup import address_ends

ROOT = Path(__file__).parents[3]


def test_the_table_is_what_its_command_writes():
    done = subprocess.run([sys.executable, ROOT / "bin" / "address-ends"], capture_output=True, text=True, check=True)
    made: dict[str, object] = {}
    exec(done.stdout, made)
    if made["UNICODE_VERSION"] == address_ends.UNICODE_VERSION:
        assert done.stdout == Path(address_ends.__file__).read_text(encoding="utf-8")
    else:  # a newer Python: what it has assigned since ended addresses before, and letters among it do so no more
        assert codes(made["ADDRESS_ENDS"]) < codes(address_ends.ADDRESS_ENDS)


def codes(ranges: object) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}
