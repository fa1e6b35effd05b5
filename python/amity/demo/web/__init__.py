"""What `amity demo --web` shows: two people of the club side by side, and what the database does.

`club` is the database, `site` is what answers the browser, `story` is what plays by itself.
"""
