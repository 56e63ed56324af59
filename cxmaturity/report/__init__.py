"""An assessment as a document: PDF and HTML. The only jinja2, weasyprint and charts."""
