"""Who may do what with wijkagenda's, until their own rules come: the beheerder keeps them."""

from wijken.rechten import beheerder_mag

beheerder_mag("wijkagenda", "wijkagenda", "maatregel")
