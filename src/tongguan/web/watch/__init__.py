"""Watching the server: is it alive, is it ready, how much does it do, and one line of log for each request."""
