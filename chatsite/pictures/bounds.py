"""What a process that reads a picture may use, and how it says what is wrong."""

from dataclasses import dataclass

from chatsite.pictures.flaws import Flaw


@dataclass(frozen=True, slots=True)
class Bounds:
    """CPU time, address space, and the time it may take with others beside it."""

    cpu_s: int = 2
    memory_bytes: int = 512 * 2**20
    wall_clock_s: int = 15


FIRST_CODE = 10  # Python itself exits with 1 and 2
EXIT_CODES = {flaw: code for code, flaw in enumerate(Flaw, FIRST_CODE)}
FLAWS = {code: flaw for flaw, code in EXIT_CODES.items()}
