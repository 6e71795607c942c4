"""The index behind the search: ordinary tables, the same on every engine (docs/decisions/search-index.md)."""
