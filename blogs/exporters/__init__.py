"""Writers of blog archives, from the same records that the importers read."""
