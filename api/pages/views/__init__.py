"""What each page shows, as frozen dataclasses that know nothing of HTML."""
