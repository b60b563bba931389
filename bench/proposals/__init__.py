"""How well proposals from text do: a labelled sample, fitting on its one half, measuring on the other."""
