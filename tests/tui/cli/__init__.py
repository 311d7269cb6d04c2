"""The commands, said as people and scripts say them."""
