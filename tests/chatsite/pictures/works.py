"""What the tests have done in the process that reads pictures."""

import json
import os
import socket
import subprocess
import time
from pathlib import Path

from chatsite.pictures.flaws import BadImage, Flaw


def tell_surroundings(_source, sink):
    sink.write(json.dumps({"environment": dict(os.environ), "folder": os.getcwd()}).encode())  # noqa: PTH109


def echo(source, sink, again):
    sink.write(source.read() * int(again))


def refuse(_source, sink):
    sink.write(b"half of it")
    raise BadImage(Flaw.TOO_MANY_PIXELS)


def fail(_source, _sink):
    raise ValueError


def use_much_memory(_source, _sink):
    bytes(2**30)


def use_much_time(_source, _sink):
    while True:
        pass


def do_nothing(_source, _sink):
    time.sleep(60)


def read_a_file(source, sink):
    sink.write(Path(source.read().decode()).read_bytes())


def connect(source, sink):
    with socket.create_connection(("127.0.0.1", int(source.read())), timeout=5):
        sink.write(b"connected")


def start_a_program(source, sink):
    sink.write(subprocess.run([source.read().decode()], capture_output=True, check=True).stdout)


def write_a_file(source, _sink):
    with Path(source.read().decode()).open("wb") as file:
        file.write(b"written")
