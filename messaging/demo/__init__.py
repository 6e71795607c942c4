"""A believable community to look at and to measure with: people, rooms, weeks of conversation (``manage.py seed``)."""
