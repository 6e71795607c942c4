"""Looking after what is stored of rooms."""
