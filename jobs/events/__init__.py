"""Events of the programme: invitations, attendance, and the papers that prove them."""
