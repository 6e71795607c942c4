"""What files say beside what they show, and the same files without it.

All of it works on bytes, imports neither Django nor Pillow, and runs in the process of :mod:`chatsite.pictures`.
"""
