"""Resumable uploads, as stock clients of tus 1.0 make them."""
