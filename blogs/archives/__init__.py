"""Bringing archives into the database and taking a blog out again; formats are read and written elsewhere."""
