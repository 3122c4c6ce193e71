"""People, teams, roles, working time and sign-in."""
