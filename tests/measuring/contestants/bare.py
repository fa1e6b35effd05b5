"""Bare tables, and bare tables whose client writes a history: what a host would write by hand."""

from __future__ import annotations

from measuring.contestants.actor import Actor

_PAIR = (
    "least(requester_id, recipient_id) = least('{one}'::uuid, '{other}'::uuid)"
    " and greatest(requester_id, recipient_id) = greatest('{one}'::uuid, '{other}'::uuid)"
)

_REQUEST = (
    "insert into {schema}.connections (requester_id, recipient_id) values ('{one}', '{other}')"
)
_ACCEPT = (
    "update {schema}.connections set status = 'accepted', responded_at = clock_timestamp()"
    f" where {_PAIR} and requester_id = '{{other}}' and status = 'pending'"
)
_CANCEL = (
    f"delete from {{schema}}.connections where {_PAIR} and requester_id = '{{one}}'"
    " and status = 'pending'"
)
_REMOVE = f"delete from {{schema}}.connections where {_PAIR} and status = 'accepted'"
_FOLLOW = "insert into {schema}.follows (follower_id, followed_id) values ('{one}', '{other}')"
_UNFOLLOW = "delete from {schema}.follows where follower_id = '{one}' and followed_id = '{other}'"
_BLOCK = "insert into {schema}.blocks (blocker_id, blocked_id) values ('{one}', '{other}')"
_DISCONNECT = f"delete from {{schema}}.connections where {_PAIR}"
_UNFOLLOW_BOTH = (
    "delete from {schema}.follows where (follower_id, followed_id)"
    " in (('{one}', '{other}'), ('{other}', '{one}'))"
)

# Each act as its writes: the kind of tie, what happens to it, the statement.
_ACTS = {
    "request": [("connections", "requested", _REQUEST)],
    "accept": [("connections", "accepted", _ACCEPT)],
    "cancel": [("connections", "cancelled", _CANCEL)],
    "remove": [("connections", "removed", _REMOVE)],
    "follow": [("follows", "followed", _FOLLOW)],
    "unfollow": [("follows", "unfollowed", _UNFOLLOW)],
    "block": [
        ("blocks", "blocked", _BLOCK),
        ("connections", "removed", _DISCONNECT),
        ("follows", "unfollowed", _UNFOLLOW_BOTH),
    ],
}

_COLUMNS = {
    "connections": "id, requester_id, recipient_id",
    "follows": "id, follower_id, followed_id",
    "blocks": "id, blocker_id, blocked_id",
}


def _act(verb: str, one: str, other: str) -> bytes:
    return _sent("bare", [statement for _, _, statement in _ACTS[verb]], one, other)


def _act_and_remember(verb: str, one: str, other: str) -> bytes:
    return _sent(
        "logged",
        [
            f"with tie as ({statement} returning {_COLUMNS[kind]})"
            f" insert into {{schema}}.{kind}_history (tie_id, one_id, other_id, action, actor_id)"
            f" select tie.*, '{action}', '{{one}}' from tie"
            for kind, action, statement in _ACTS[verb]
        ],
        one,
        other,
    )


def _sent(schema: str, writes: list[str], one: str, other: str) -> bytes:
    whole = "; ".join(writes if len(writes) == 1 else ["begin", *writes, "commit"])
    return whole.format(schema=schema, one=one, other=other).encode()


BARE = Actor("bare tables", frozenset(_ACTS), _act)
LOGGED = Actor(
    "bare tables and a history that the client writes", frozenset(_ACTS), _act_and_remember
)

# Each answer as a statement, for bare tables.
READS = {
    "page of 50": """
        select * from (
          (select id, recipient_id, responded_at, true from bare.connections
            where requester_id = '{me}' and status = 'accepted'
            order by responded_at desc limit 50)
          union all
          (select id, requester_id, responded_at, false from bare.connections
            where recipient_id = '{me}' and status = 'accepted'
            order by responded_at desc limit 50)
        ) as mine (id, person_id, connected_at, asked_by_me)
        order by connected_at desc, id desc limit 50""",
    "status": """
        select case when id is null then 'none' when status = 'accepted' then 'accepted'
          when requester_id = '{me}' then 'pending_sent' else 'pending_received' end, id
        from (values (true)) as asked
        left join bare.connections
          on least(requester_id, recipient_id) = least('{me}'::uuid, '{other}'::uuid)
            and greatest(requester_id, recipient_id) = greatest('{me}'::uuid, '{other}'::uuid)""",
    "counters": """
        select jsonb_build_object(
          'connections',
          (select count(*) from bare.connections
            where requester_id = '{me}' and status = 'accepted')
          + (select count(*) from bare.connections
            where recipient_id = '{me}' and status = 'accepted'),
          'followers', (select count(*) from bare.follows where followed_id = '{me}'),
          'following', (select count(*) from bare.follows where follower_id = '{me}'),
          'pending_received',
          (select count(*) from bare.connections
            where recipient_id = '{me}' and status = 'pending'),
          'pending_sent',
          (select count(*) from bare.connections
            where requester_id = '{me}' and status = 'pending'),
          'circle_invitations',
          (select count(*) from bare.circle_members
            where person_id = '{me}' and status = 'invited')
        )""",
    "relations with 100": """
        select asked.id,
          case when status = 'accepted' then 'accepted' when requester_id = '{me}'
            then 'pending_sent' when requester_id is not null then 'pending_received'
            else 'none' end,
          connections.id, following.id is not null, followers.id is not null,
          blocks.id is not null, step_backs.owner_id is not null, step_backs.until, null::bigint
        from unnest('{{{people}}}'::uuid[]) with ordinality as asked (id, position)
        left join bare.connections
          on least(requester_id, recipient_id) = least('{me}'::uuid, asked.id)
            and greatest(requester_id, recipient_id) = greatest('{me}'::uuid, asked.id)
        left join bare.follows as following
          on following.follower_id = '{me}' and following.followed_id = asked.id
        left join bare.follows as followers
          on followers.follower_id = asked.id and followers.followed_id = '{me}'
        left join bare.blocks on blocker_id = '{me}' and blocked_id = asked.id
        left join bare.step_backs
          on step_backs.owner_id = '{me}' and step_backs.person_id = asked.id
            and (step_backs.until is null or step_backs.until > now())
        order by asked.position""",
    "incoming requests": """
        select id, requester_id, recipient_id, status, message, requested_at,
          null::timestamptz, null::timestamptz
        from bare.connections
        where recipient_id = '{me}' and status = 'pending'
        order by requested_at desc, id desc limit 50""",
    "feed": """
        select id, author_id, audience, body, created_at from public.posts
        where author_id = '{me}' or case audience
          when 'everyone' then not exists (
            select from bare.blocks
            where (blocker_id, blocked_id) in (('{me}', author_id), (author_id, '{me}')))
          when 'connections' then exists (
            select from bare.connections
            where least(requester_id, recipient_id) = least('{me}'::uuid, author_id)
              and greatest(requester_id, recipient_id) = greatest('{me}'::uuid, author_id)
              and status = 'accepted')
          when 'followers' then exists (
            select from bare.follows where follower_id = '{me}' and followed_id = author_id)
          end
        order by created_at desc, id desc limit 50""",
}
