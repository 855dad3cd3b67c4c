"""``python -m pipeline`` is the command ``specledger``, for where the script is not on the path."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
