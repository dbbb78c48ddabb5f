"""From bytes to facts: mail taken apart, decoded, and made into messages."""
