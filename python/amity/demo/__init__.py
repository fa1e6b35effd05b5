"""What `amity demo` tells.

`story` is what is run, `stage` is where Postgres answers, `screen` is how it looks.
"""
