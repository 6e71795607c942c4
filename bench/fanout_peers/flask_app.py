"""Flask-SocketIO in threading mode: the stack that this product succeeds."""

import os

from flask import Flask
from flask_socketio import SocketIO, emit, join_room

app = Flask(__name__)
chat = SocketIO(app, async_mode="threading", cors_allowed_origins="*")


@chat.on("connect")
def connect(auth=None):
    join_room("everyone")


@chat.on("say")
def say(payload):
    emit("new_message", payload, to="everyone")


chat.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), allow_unsafe_werkzeug=True, log_output=False)
