"""The portal: what an enterprise or its broker sees of its own declarations, in outward words, and does about them."""
