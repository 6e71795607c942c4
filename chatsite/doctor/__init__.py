"""The doctor: checks a running installation and says how to fix its problems (``manage.py doctor``)."""
