"""The story that `amity demo` tells: `story` is what is said, `stage` is where Postgres answers."""
