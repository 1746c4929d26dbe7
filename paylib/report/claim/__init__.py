"""The pay claim kit: documents of a claim, of an offer, or for a review body, from one file."""
