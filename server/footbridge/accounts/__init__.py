"""People and how they get in: accounts, participants, the care team, caseloads, invitations, sign-ins."""
