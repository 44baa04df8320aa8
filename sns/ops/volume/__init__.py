"""Bulk for load tests: a made-up company of any size, written by COPY, with derived data as the actions leave it."""
