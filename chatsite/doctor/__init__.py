"""The doctor: looks at a running installation and says what is wrong, and how to mend it (``manage.py doctor``)."""
