"""Starts CX Workbench from a checkout, as the installed command ``cxworkbench`` does."""

import sys

from ui.start import main

if __name__ == "__main__":
    sys.exit(main())
