"""The same job as the product's ``send_message`` on its predecessor's stack: one commit per message, then the ack."""

import datetime
import os
import threading

from flask import Flask
from flask_socketio import SocketIO, emit, join_room
from sqlalchemy import BigInteger, DateTime, Integer, String, Text, UniqueConstraint, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

URL = os.environ["PREDECESSOR_DATABASE"]
engine = create_engine(URL, pool_size=20, max_overflow=60, pool_pre_ping=False)
Session = sessionmaker(engine, expire_on_commit=False)

if URL.startswith("sqlite"):

    @event.listens_for(engine, "connect")
    def durable(connection, _record):
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA busy_timeout=30000")


class Base(DeclarativeBase):
    pass


class Message(Base):
    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("room_id", "author_id", "client_id"),)
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    room_id: Mapped[int]
    author_id: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    content: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime.datetime] = mapped_column(DateTime)


Base.metadata.create_all(engine)
app = Flask(__name__)
chat = SocketIO(app, async_mode="threading", cors_allowed_origins="*")
# SQLite takes one writer: waiting in turn is faster than being refused and trying again.
turn = threading.Lock() if URL.startswith("sqlite") else None


@chat.on("connect")
def connect(auth=None):
    join_room("room:1")


@chat.on("send_message")
def send_message(payload):
    if turn:
        with turn:
            answer = store(payload)
    else:
        answer = store(payload)
    emit("new_message", answer, to="room:none")
    return {"ok": True, "message": answer}


def store(payload):
    with Session() as session:
        known = session.scalar(
            select(Message).where(
                Message.room_id == 1, Message.author_id == 1, Message.client_id == payload["client_id"]
            )
        )
        message = known or Message(
            room_id=1,
            author_id=1,
            client_id=payload["client_id"],
            content=payload["content"],
            created_at=datetime.datetime.now(datetime.UTC),
        )
        session.add(message)
        session.commit()
        return {"id": message.id, "content": message.content, "created_at": message.created_at.isoformat()}


chat.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), allow_unsafe_werkzeug=True, log_output=False)
