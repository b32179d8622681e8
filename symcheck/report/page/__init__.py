"""Pages: headings, words, derivations, figures; written as LaTeX, as Typst (which makes the PDF) and as HTML.

    blocks.py      what a page is made of
    tex.py         page -> .tex for a plain installation of LaTeX
    typst.py       page -> Typst source; PDF, SVG and PNG by the embedded typesetter
    html.py        page -> one HTML file, formulas as MathML
    tex_words.py   plain text, escaped for TeX
    sheet.tex, sheet.typ, sheet.css    the style of each

Every text is data: each writer escapes it in one place, and formulas are trees (`report/formula/`).
"""
