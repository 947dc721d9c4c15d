"""Settings: organisation, cycles, teams, people; administrators only."""
