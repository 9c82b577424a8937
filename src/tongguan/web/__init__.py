"""Pages: a Django project that shows and asks, and decides nothing."""
