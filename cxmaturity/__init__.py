"""How mature is a customer-experience programme, and are its own answers true?"""

__version__ = "0.1.0"
