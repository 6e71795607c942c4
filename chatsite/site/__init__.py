"""The site's identity: name, description, logo, welcome message and rules."""
