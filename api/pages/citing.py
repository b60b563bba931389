"""How a page is cited: by its address with all filters, and the revision of the graph that it showed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import Request, Response

from api.formats.negotiation import Format
from api.wording.words import ZONE, Words
from graph.errors import TermInvalid

NAME = "Policygraph"
BIBTEX = Format("bib", "application/x-bibtex")
CSL_JSON = Format("json", "application/vnd.citationstyles.csl+json")
PARAMETER = "cite"
_TEX = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}"})


@dataclass(frozen=True, slots=True)
class Citation:
    """Is what a reference says; `commit` is the address of the revision, `at` its time, `read` today.

    `path` is the page's address on this server, `base` what stands before it.
    """

    title: str
    base: str
    path: str
    revision: int
    commit: str
    at: datetime | None
    read: date
    lang: str

    @property
    def url(self) -> str:
        """Returns the whole address of the page."""
        return self.base.rstrip("/") + self.path

    @property
    def data(self) -> str:
        """Returns where the whole graph of the revision can be had, also when others have come after it."""
        return f"{self.base}api/v1/dumps/{self.revision}.nq.gz"

    @property
    def text(self) -> str:
        """Returns the reference in one line of the reader's language."""
        words = Words(self.lang)
        key = "outlets.cited" if self.at else "outlets.cited-undated"
        return words(
            key,
            title=self.title,
            revision=words.number(self.revision),
            when=words.day(self.at.astimezone(ZONE).date()) if self.at else "",
            url=self.url,
            read=words.day(self.read),
        )

    @property
    def key(self) -> str:
        """Returns the name of the reference: the same for the same page and revision."""
        return f"policygraph-{self.revision}-{hashlib.sha256(self.url.encode()).hexdigest()[:8]}"

    @property
    def bibtex(self) -> str:
        """Returns the reference for BibTeX and biblatex."""
        fields = {
            "author": f"{{{NAME}}}",
            "title": f"{{{self.title.translate(_TEX)}}}",
            **({"year": str(self.at.year), "date": self.at.date().isoformat()} if self.at else {}),
            "version": str(self.revision),
            "note": f"Revision {self.revision}, {self.commit}, data: {self.data}",
            "url": self.url,
            "urldate": self.read.isoformat(),
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{{self.key},\n{lines}\n}}\n"

    @property
    def csl(self) -> str:
        """Returns the reference as CSL-JSON, which Zotero and others read."""
        told = {
            "id": self.key,
            "type": "webpage",
            "title": self.title,
            "author": [{"literal": NAME}],
            "container-title": NAME,
            "version": str(self.revision),
            "URL": self.url,
            "note": f"{self.commit}, data: {self.data}",
            "language": self.lang,
            **({"issued": _parts(self.at.date())} if self.at else {}),
            "accessed": _parts(self.read),
        }
        return json.dumps([told], ensure_ascii=False, indent=1)

    @property
    def bibtex_href(self) -> str:
        """Returns where the reference is as a file for BibTeX."""
        return self._href(BIBTEX)

    @property
    def csl_href(self) -> str:
        """Returns where the reference is as a file of CSL-JSON."""
        return self._href(CSL_JSON)

    def file(self, suffix: str) -> Response:
        """Returns the reference as the file that a suffix names; any other raises TermInvalid."""
        for form, content in ((BIBTEX, self.bibtex), (CSL_JSON, self.csl)):
            if form.suffix == suffix:
                name = f'attachment; filename="{self.key}.{form.suffix}"'
                return Response(content, media_type=form.media_type, headers={"Content-Disposition": name})
        known = f"{BIBTEX.suffix}, {CSL_JSON.suffix}"
        raise TermInvalid("parameter-not-offered", name=PARAMETER, value=suffix, known=known)

    def _href(self, form: Format) -> str:
        return f"{self.path}{'&' if '?' in self.path else '?'}{PARAMETER}={form.suffix}"


def _parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def citation_of(
    request: Request, title: str, lang: str, base: str, sequence: int, at: datetime | None
) -> Citation:
    """Returns how the page that is asked for is cited; its address lacks what asks for the reference."""
    query = "&".join(each for each in request.url.query.split("&") if not each.startswith(f"{PARAMETER}="))
    path = request.url.path + (f"?{query}" if query else "")
    today = datetime.now(ZONE).date()
    return Citation(title, base, path, sequence, f"{base}id/commit/{sequence}", at, today, lang)
