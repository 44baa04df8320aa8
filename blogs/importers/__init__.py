"""Readers of foreign blog archives. Nothing here knows the database: files in, records out."""
