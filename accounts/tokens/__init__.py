"""Access tokens: what programs show instead of a session's cookie, over HTTP and Socket.IO (docs/programs.md)."""
