"""Forms of the pages on equity."""

from api.schemas import Form, Line, Paragraph


class NamingForm(Form):
    """Who is to answer for a report: the key of their account."""

    named: Line = ""


class AnalysisForm(Form):
    """What the person named writes."""

    text: Paragraph = ""
