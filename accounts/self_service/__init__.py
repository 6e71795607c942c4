"""What people do about their own account: move it to another address, delete it."""
