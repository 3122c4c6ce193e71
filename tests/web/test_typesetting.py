"""Documents as PDF: what people wrote stays text, the Japanese font is inside, the same input gives the same bytes."""

from io import BytesIO

from pypdf import PdfReader

from kaname.web.typesetting import pdf_of

SOURCE = "= #data.title\n#for line in data.lines [#line \\ ]\n*#data.total*"


def text_of(content):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_it_prints_what_people_wrote_and_never_runs_it():
    written = {"title": "振り返り", "lines": ['#read("/etc/passwd")', "*not bold* $x$ <script>"], "total": "¥1,200万"}
    text = text_of(pdf_of(SOURCE, data=written))
    assert "振り返り" in text
    assert '#read("/etc/passwd")' in text
    assert "*not bold* $x$ <script>" in text
    assert "¥1,200万" in text.replace(" ", "")


def test_it_embeds_the_japanese_font_and_is_the_same_every_time():
    data = {"title": "目標", "lines": [], "total": "1"}
    content = pdf_of(SOURCE, data=data)
    assert content == pdf_of(SOURCE, data=data)
    fonts = PdfReader(BytesIO(content)).pages[0]["/Resources"]["/Font"].values()
    assert any("NotoSansJP" in font.get_object()["/BaseFont"] for font in fonts)
