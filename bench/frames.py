"""What the costliest frames of 64 KiB cost the decoders: ``python -m bench.frames`` (docs/socketio.md).

In processor time, the least of several runs; beside it, what ``json.loads`` takes for 64 KiB of small numbers, which
says how fast the machine is.
"""

import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.support.settings"

from tests.chatsite.socketio import heavy

TIMES = 20


def main():
    """Print one line for each input, the slowest first."""
    numbers = "[" + "1," * (heavy.SIZE // 2 - 2) + "1]"
    unit = heavy.least_s(lambda: json.loads(numbers), TIMES)
    taken = {f"frame {describe(frame)}": heavy.decoding_s(frame, times=TIMES) for frame in heavy.FRAMES}
    taken |= {f"payload {describe(body)}": heavy.splitting_s(body, times=TIMES) for body in heavy.PAYLOADS}
    print(f"json.loads of 64 KiB: {unit * 1000:.2f} ms")
    for name, seconds in sorted(taken.items(), key=lambda item: -item[1]):
        print(f"{seconds * 1000:5.2f} ms  {seconds / unit:4.1f}x  {name}")


def describe(content):
    """Return how it begins."""
    return repr(content[:40])


if __name__ == "__main__":
    main()
