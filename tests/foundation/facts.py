"""Every person is a row of the host's table."""

from __future__ import annotations

from support.world import Rights, Shape

LIVED = (("owner", "update amity.people set host_key = 'user of ' || id"),)

RIGHTS = {
    "amity.people": Rights(
        row="id = :ada",
        insert="(id) values (gen_random_uuid())",
        update="host_key = 'x'",
        outcomes="""
                      anon   no_sub  ada    other  third  blocked  service
            select    42501  no      yes    no     no     no       yes
            insert    42501  42501   42501  42501  42501  42501    yes
            update    42501  42501   42501  42501  42501  42501    yes
            delete    42501  42501   42501  42501  42501  42501    yes
            truncate  42501  42501   42501  42501  42501  42501    42501
        """,
    ),
    "amity.client_settings": Rights(
        row="name = 'connections_enabled'",
        update="value = 'x'",
        outcomes="""
           anon   no_sub        ada           other         third         blocked       service
 select    42501  yes           yes           yes           yes           yes           yes
 insert    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 update    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 delete    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 truncate  42501  42809         42809         42809         42809         42809         42809
        """,
    ),
    "amity.settings": Rights(
        row="name = 'history_retention'",
        insert="(name, type, description) values ('x', 'integer', 'x')",
        update="value = '1 day'",
        outcomes="""
                      anon   no_sub  ada    other  third  blocked  service
            select    42501  42501   42501  42501  42501  42501    yes
            insert    42501  42501   42501  42501  42501  42501    42501
            update    42501  42501   42501  42501  42501  42501    yes
            delete    42501  42501   42501  42501  42501  42501    42501
            truncate  42501  42501   42501  42501  42501  42501    42501
        """,
    ),
}

SHAPES = {
    "amity.people": Shape(
        nullable="host_key",
        keys="people_pkey people_host_key_is_unique",
        made="update amity.people set host_key = 'x' where id = :ada",
    ),
    "amity.settings": Shape(
        nullable="value fallback choices",
        keys="settings_pkey",
        checks={
            "settings_choices_belong_to_choice": (
                "choices = '{x}' where type = 'boolean'",
                "choices = null where type = 'choice'",
            ),
            "settings_value_is_given": (
                "value = null where type = 'boolean'",
                "value = null where type = 'choice'",
            ),
        },
    ),
    "amity_private.attachments": Shape(
        nullable="leaving",
        keys="attachments_pkey attachments_one_at_most",
        made="insert into amity_private.attachments values ('public.posts', 'author_id')",
    ),
    "amity_private.forgotten_people": Shape(
        keys="forgotten_people_pkey",
        made="insert into amity_private.forgotten_people values (sha256('1'))",
    ),
    "amity_private.migrations": Shape(
        keys="migrations_pkey",
    ),
    "amity_private.refusals": Shape(
        keys="refusals_pkey",
        checks={
            "refusals_slug_is_snake_case": ("slug = 'No'",),
            "refusals_status_is_a_client_error": ("status = 399", "status = 500"),
        },
    ),
}
