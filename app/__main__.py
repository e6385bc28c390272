"""`python -m app` does what `crossover` does."""

from app.cli import main

if __name__ == "__main__":
    main()
