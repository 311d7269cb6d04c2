"""Figures beside their floors. `make bench` prints them; tests never assert milliseconds."""
