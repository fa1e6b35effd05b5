"""`python -m amity`: the command."""

from amity_command import main

if __name__ == "__main__":
    main()
