"""The connections once more, in another shape."""

from __future__ import annotations

from support.world import Rights

RIGHTS = {
    "amity.friendships": Rights(
        row="addressee_id = :gus",
        insert="(requester_id, addressee_id) values (:ada, :cleo)",
        update="status = 'declined'",
        other="gus",
        outcomes="""
                      anon   no_sub      ada            other      third      blocked    service
            select    42501  no          yes            yes        no         no         yes
            insert    42501  signed_out  yes            not_yours  not_yours  not_yours  yes
            update    42501  signed_out  not_recipient  yes        no         no         yes
            delete    42501  signed_out  yes            yes        no         no         yes
            truncate  42501  42809       42809          42809      42809      42809      42809
        """,
    ),
}
