"""The forms by which single things are entered and corrected: their fields, what was typed, and saving it."""
