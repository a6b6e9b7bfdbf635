"""From an address or a point to a wijk: where the portal meets maps and addresses."""
