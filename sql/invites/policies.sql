{% from 'foundation/table.macro' import keep_all %}
{% from 'foundation/tie.macro' import guard, rights %}
-- No insert: whatever a RETURNING could show of a token would have been stored first. A service
-- issues none either: an invite is its issuer's consent.
{{ rights(
  'invites', 'issuer', update=['note'],
  select=['id', 'issuer_id', 'medium', 'kind', 'note', 'max_uses', 'uses', 'issued_at',
    'expires_at', 'last_used_at']
) }}
{{ guard(
  'invites', ['id', 'issuer_id'], since=none,
  keeps=['medium', 'kind', 'max_uses', 'uses', 'issued_at', 'expires_at', 'last_used_at']
) }}
{{ keep_all('amity_private.invite_tokens') }}
