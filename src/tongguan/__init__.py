"""tongguan 通关: software of a customs office."""
