"""The ground floor: what the sheets, the forms and the roadmaps are. Declarations only."""
