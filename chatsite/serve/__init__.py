"""How the product is served: processes, sockets to listen on, reload, installation."""
