"""Reading what happened: times, comparisons, simulation."""
