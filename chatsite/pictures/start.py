"""What the process that reads a picture runs (:mod:`chatsite.pictures.apart`).

It is isolated (-I): neither the folder it starts in nor the environment says what is imported. Ours comes last.
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[2]))

    from chatsite.pictures.child import main

    sys.exit(main(*sys.argv[1:]))
