"""Text that people type and read: cleaning, visibility, email addresses, languages, times."""
