"""The live engine of one process: sockets, delivery, catching up, presence, revocation. Read together."""
