"""Where HTTP requests come in: the bridge to Django, endpoints, forms, pages, errors."""
