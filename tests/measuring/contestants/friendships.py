"""A table of friendships behind its own row security, as a client on Supabase uses it."""

from __future__ import annotations

from measuring.contestants.actor import Actor
from measuring.contestants.amity import spoken

_PAIR = (
    "((requester_id = '{one}' and addressee_id = '{other}')"
    " or (requester_id = '{other}' and addressee_id = '{one}'))"
)
_ACTS = {
    "request": "insert into public.friendships (requester_id, addressee_id)"
    " values ('{one}', '{other}')",
    "accept": "update public.friendships set status = 'accepted', responded_at = clock_timestamp()"
    " where requester_id = '{other}' and addressee_id = '{one}' and status = 'pending'",
    "cancel": "delete from public.friendships"
    " where requester_id = '{one}' and addressee_id = '{other}' and status = 'pending'",
    "remove": f"delete from public.friendships where {_PAIR} and status = 'accepted'",
}

# Each answer as a statement of the person.
READS = {
    "page of 50": """
        select id,
          case when requester_id = '{me}' then addressee_id else requester_id end,
          responded_at, requester_id = '{me}'
        from public.friendships
        where (requester_id = '{me}' or addressee_id = '{me}') and status = 'accepted'
        order by responded_at desc limit 50""",
    "status": """
        select case when id is null then 'none' when status = 'accepted' then 'accepted'
          when requester_id = '{me}' then 'pending_sent' else 'pending_received' end, id
        from (values (true)) as asked
        left join public.friendships
          on (requester_id = '{me}' and addressee_id = '{other}')
            or (requester_id = '{other}' and addressee_id = '{me}')""",
}


def _act(verb: str, one: str, other: str) -> bytes:
    return spoken(one, _ACTS[verb].format(one=one, other=other))


FRIENDSHIPS = Actor("a friendships table with policies", frozenset(_ACTS), _act)
