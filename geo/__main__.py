"""``python -m geo`` is the command ``strikemap``."""

from geo.cli import main

if __name__ == "__main__":
    main()
