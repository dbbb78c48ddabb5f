"""From a message to the author's own words, and who speaks to whom, how."""
