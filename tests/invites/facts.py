"""Ada has a link and a code out."""

from __future__ import annotations

from support.world import Rights, Shape

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
                      anon   no_sub      ada    other  third  blocked  service
            select    42501  no          yes    no     no     no       yes
            insert    42501  42501       42501  42501  42501  42501    42501
            update    42501  signed_out  yes    no     no     no       yes
            delete    42501  signed_out  yes    no     no     no       yes
            truncate  42501  42501       42501  42501  42501  42501    42501
        """,
    ),
}

SHAPES = {
    "amity.invites": Shape(
        nullable="note max_uses expires_at last_used_at",
        keys="invites_pkey invites_one_qr_a_person",
        people="invites_issuer_is_a_person",
        checks={
            "invites_max_uses_is_positive": ("max_uses = 0",),
            "invites_note_is_short": ("note = repeat('x', 501)",),
            "invites_qr_is_used_once": (
                "max_uses = null where medium = 'qr'",
                "max_uses = 2 where medium = 'qr'",
            ),
            "invites_use_is_dated": ("uses = 1", "last_used_at = now()"),
            "invites_uses_are_within_max_uses": ("uses = -1", "uses = 2 where medium = 'qr'"),
        },
    ),
    "amity_private.invite_tokens": Shape(
        keys="invite_tokens_pkey invite_tokens_one_an_invite",
        people="invite_tokens_invite_exists",
        checks={
            "invite_tokens_token_hash_is_sha256": ("token_hash = 'x'",),
        },
    ),
}
