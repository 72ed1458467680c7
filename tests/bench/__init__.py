"""Speed as ratios to a peer, measured side by side: `make bench`."""
