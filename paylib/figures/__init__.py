"""What a number is: figures in and out, periods, units, rounding, provenance, and the finding that carries them."""
