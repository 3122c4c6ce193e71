"""The monthly report of the organisation, a team or a person."""
