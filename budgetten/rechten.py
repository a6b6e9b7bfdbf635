"""Who may do what with budgets, until the ledger brings its own rules: the beheerder keeps the years."""

from wijken.rechten import beheerder_mag

beheerder_mag("budgetten", "jaarbudget")
