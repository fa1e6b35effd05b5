"""Everybody is somebody at a host's."""

from __future__ import annotations

from support.world import Rights

LIVED = (("owner", "update amity.people set host_key = 'user of ' || id"),)

RIGHTS = {
    "amity.people": Rights(
        row="id = :ada",
        insert="(id) values (gen_random_uuid())",
        update="host_key = 'x'",
        outcomes="""
                      anon   nobody  ada    other  third  blocked  service
            select    42501  no      yes    no     no     no       yes
            insert    42501  42501   42501  42501  42501  42501    yes
            update    42501  42501   42501  42501  42501  42501    yes
            delete    42501  42501   42501  42501  42501  42501    yes
            truncate  42501  42501   42501  42501  42501  42501    42501
        """,
    ),
    "amity.settings": Rights(
        row="name = 'history_retention'",
        insert="(name, type, description) values ('x', 'integer', 'x')",
        update="value = '1 day'",
        outcomes="""
                      anon   nobody  ada    other  third  blocked  service
            select    42501  42501   42501  42501  42501  42501    yes
            insert    42501  42501   42501  42501  42501  42501    42501
            update    42501  42501   42501  42501  42501  42501    yes
            delete    42501  42501   42501  42501  42501  42501    42501
            truncate  42501  42501   42501  42501  42501  42501    42501
        """,
    ),
}
