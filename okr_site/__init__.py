"""The site: settings, addresses, and what surrounds every request."""
