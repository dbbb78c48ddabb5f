"""What all connectors have in common that speak HTTP to a provider: the wire, patience, and signing in."""
