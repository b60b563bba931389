"""Who is signed in to the pages: sessions by cookie, and forms that no other site can send."""

from api.sessions.forms import Form
from api.sessions.guarding import posted, speaker_for
from api.sessions.store import Sessions
from api.sessions.uploads import SentFile, posted_file
from api.sessions.visitors import Visitor, visitor_of

__all__ = ["Form", "SentFile", "Sessions", "Visitor", "posted", "posted_file", "speaker_for", "visitor_of"]
