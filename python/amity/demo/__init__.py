"""What `amity demo` tells.

`story` is what is said, `stage` is where Postgres answers, `screen` is how it looks.
"""
