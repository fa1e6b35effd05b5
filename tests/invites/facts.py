"""Ada has a link and a code out."""

from __future__ import annotations

from support.world import Rights

LIVED = (
    ("ada", "select amity.issue_invite('link', note => 'for the club')"),
    ("ada", "select amity.issue_invite('qr')"),
)

BROKEN = {
    ("invites", "has_a_token"): (
        "delete from amity_private.invite_tokens",
        (
            "update amity_private.invite_tokens set invite_id = gen_random_uuid()"
            " where invite_id = (select id from amity.invites where medium = 'qr')"
        ),
    ),
}

RIGHTS = {
    "amity.invites": Rights(
        row="medium = 'link'",
        insert="(issuer_id) values (:ada)",
        update="note = 'x'",
        outcomes="""
                      anon   nobody      ada    other  third  blocked  service
            select    42501  no          yes    no     no     no       yes
            insert    42501  42501       42501  42501  42501  42501    42501
            update    42501  signed_out  yes    no     no     no       yes
            delete    42501  signed_out  yes    no     no     no       yes
            truncate  42501  42501       42501  42501  42501  42501    42501
        """,
    ),
}
