"""Run the command line with ``python -m cxmaturity``."""

from cxmaturity.cli import main

if __name__ == "__main__":
    main()
