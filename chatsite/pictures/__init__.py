"""Pictures that people bring, read by a process of its own (docs/decisions/pictures-apart.md).

What runs in that process imports nothing of ours but this package and the one function it was started for, and Pillow
only inside functions, so that the server can import the same modules for their names alone.
"""
