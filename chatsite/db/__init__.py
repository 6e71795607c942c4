"""How the database is used: transactions, threads, fields, bulk statements, outages."""
