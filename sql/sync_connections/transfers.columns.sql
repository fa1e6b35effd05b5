{% from 'foundation/comment.macro' import comment_columns %}
comment on table amity.sync_transfers is
  'Tables that went or go through sync connections. For services. Update status to approve, deny '
  '(with denial_reason) or cancel.';
{{ comment_columns('amity.sync_transfers', {
  'id': 'The transfer.',
  'direction': 'send: out of this database. receive: into it.',
  'sync_connection_id': 'The connection; null once that was deleted.',
  'remote_site_url': 'The other site, as it was called then.',
  'remote_transfer_id': 'On the receiving side: the transfer at the sending site.',
  'remote_site_id': 'On the receiving side: the id that the sending site tells.',
  'table_name': 'The table at the sending site, with its schema.',
  'status': 'Where it stands.',
  'conflict_strategy': 'On the receiving side: what is done with rows that are there.',
  'cursor_column': 'On the receiving side: the column in whose order records arrive; null is the
    primary key.',
  'records_requested': 'How many records were asked for, page by page.',
  'records_transferred': 'How many records were sent or arrived.',
  'records_created': 'On the receiving side: how many of them were new.',
  'records_updated': 'On the receiving side: how many changed a row.',
  'records_skipped': 'On the receiving side: how many were left alone.',
  'records_failed': 'On the receiving side: how many could not be written.',
  'records_deleted': 'On the receiving side: how many rows the other site no longer had.',
  'bytes_transferred': 'How many bytes the records had: as JSON where they were sent, as the
    text of COPY where they arrived.',
  'asked': 'Where the last page began, so that it can be asked for once more.',
  'asked_before': 'On the sending side: where the page before that one began.',
  'reached': 'The key of the last record: where the next page begins; null again on the sending
    side once there is none.',
  'granted_at': 'On the sending side: when the page was granted that is not settled yet; its
    records are counted as if all that were granted had been read.',
  'requires_approval': 'Whether it has to be approved before anything moves.',
  'approval_expires_at': 'Until when it can be approved; null is for ever.',
  'approved_at': 'When it was approved.',
  'approved_by': 'Who approved it.',
  'denied_at': 'When it was denied.',
  'denied_by': 'Who denied it.',
  'denial_reason': 'Why: at most 500 characters.',
  'requester_ip': 'On the sending side: the address that asked.',
  'requester_user_agent': 'On the sending side: the program that asked, as it calls itself.',
  'initiated_by': 'On the receiving side: who began it.',
  'error_message': 'What went wrong.',
  'metadata': 'Whatever the host wants to know along.',
  'created_at': 'When it was made.',
  'started_at': 'When the first record moved.',
  'staged_at': 'On the receiving side: when all records were in the stage, to be moved into the
    table; null if they go there directly.',
  'completed_at': 'When it ended, however it ended.'
}) }}
