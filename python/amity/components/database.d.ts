// The tables, views and functions of the schema amity, for people: written by tests/pages.
//   const supabase = createClient<Database>(url, key, { db: { schema: 'amity' } })

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  amity: {
    Tables: {
      /** People I blocked: insert to block, delete to unblock. Only I ever see a row; the blocked person never does. */
      blocks: {
        Row: { blocked_id: string; blocker_id: string; created_at: string; hide_from_search: boolean; id: string; prevent_profile_view: boolean; reason: string | null }
        Insert: { blocked_id: string; blocker_id?: string; hide_from_search?: boolean; prevent_profile_view?: boolean; reason?: string | null }
        Update: { hide_from_search?: boolean; prevent_profile_view?: boolean; reason?: string | null }
        Relationships: [{ foreignKeyName: 'blocks_blocker_is_a_person'; columns: ['blocker_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }]
      }
      /** Who is in a circle, and who is invited. Insert circle_id, person_id to invite a connection; update status to member to accept, delete to decline, leave, withdraw or remove; update role to admin or member to appoint. Across a block two people do not see each other's row, except that an admin sees the members they blocked, to remove them. amity.list_circle_members() and amity.list_circle_invited() give a page of one circle, however many are in it. */
      circle_members: {
        Row: { circle_id: string; id: string; invited_at: string | null; invited_by: string | null; joined_at: string | null; person_id: string; role: Database['amity']['Enums']['circle_role']; status: Database['amity']['Enums']['circle_status'] }
        Insert: { circle_id: string; invited_at?: string | null; invited_by?: string | null; joined_at?: string | null; person_id: string }
        Update: { role?: Database['amity']['Enums']['circle_role']; status?: Database['amity']['Enums']['circle_status'] }
        Relationships: [{ foreignKeyName: 'circle_members_circle_is_there'; columns: ['circle_id']; isOneToOne: false; referencedRelation: 'circles'; referencedColumns: ['id'] }, { foreignKeyName: 'circle_members_inviter_is_a_person'; columns: ['invited_by']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }, { foreignKeyName: 'circle_members_person_is_a_person'; columns: ['person_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }]
      }
      /** The circles that I am in, am invited to, or that follow from my labels. Insert name [, description, label_type_id] to create one; admins update name and description, and delete to end it. */
      circles: {
        Row: { created_at: string; created_by: string | null; description: string | null; id: string; label_type_id: string | null; name: string }
        Insert: { created_by?: string | null; description?: string | null; label_type_id?: string | null; name: string }
        Update: { description?: string | null; name?: string }
        Relationships: [{ foreignKeyName: 'circles_creator_is_a_person'; columns: ['created_by']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }, { foreignKeyName: 'circles_label_type_is_the_creators'; columns: ['label_type_id', 'created_by']; isOneToOne: false; referencedRelation: 'label_types'; referencedColumns: ['id', 'owner_id'] }]
      }
      /** Requests and connections of two people. Insert recipient_id to ask; if they had asked, their request is accepted and returned. Update status to accepted or rejected (recipient) or cancelled (requester); delete to end. At the instant of a request that crosses, an update or delete may find no row: repeat it. */
      connections: {
        Row: { id: string; message: string | null; recipient_id: string; requested_at: string; requester_id: string; responded_at: string | null; status: Database['amity']['Enums']['connections_status'] }
        Insert: { message?: string | null; recipient_id: string; requester_id?: string; responded_at?: string | null; status?: Database['amity']['Enums']['connections_status'] }
        Update: { status?: Database['amity']['Enums']['connections_status'] }
        Relationships: [{ foreignKeyName: 'connections_recipient_is_a_person'; columns: ['recipient_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }, { foreignKeyName: 'connections_requester_is_a_person'; columns: ['requester_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }]
      }
      /** People who are not suggested to me. Insert person_id to dismiss, delete to have them suggested again. */
      dismissed_suggestions: {
        Row: { dismissed_at: string; owner_id: string; person_id: string }
        Insert: { owner_id?: string; person_id: string }
        Update: never
        Relationships: [{ foreignKeyName: 'dismissed_suggestions_owner_is_a_person'; columns: ['owner_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }, { foreignKeyName: 'dismissed_suggestions_person_is_a_person'; columns: ['person_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }]
      }
      /** Who follows whom. Insert followed_id to follow; delete to unfollow, or to remove a follower. */
      follows: {
        Row: { created_at: string; followed_id: string; follower_id: string; id: string }
        Insert: { followed_id: string; follower_id?: string }
        Update: never
        Relationships: [{ foreignKeyName: 'follows_followed_is_a_person'; columns: ['followed_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }, { foreignKeyName: 'follows_follower_is_a_person'; columns: ['follower_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }]
      }
      /** My invites, without what opens them: amity.issue_invite() shows that, once. Delete one to withdraw it. */
      invites: {
        Row: { expires_at: string | null; id: string; issued_at: string; issuer_id: string; kind: Database['amity']['Enums']['invite_kind']; last_used_at: string | null; max_uses: number | null; medium: Database['amity']['Enums']['invite_medium']; note: string | null; uses: number }
        Insert: never
        Update: { note?: string | null }
        Relationships: [{ foreignKeyName: 'invites_issuer_is_a_person'; columns: ['issuer_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }]
      }
      /** Who was awarded a badge that stays, for as long as the host keeps it. It is written down by itself, and a person sees their own. */
      kept_badges: {
        Row: { awarded_at: string; badge: string; id: string; person_id: string }
        Insert: never
        Update: never
        Relationships: []
      }
      /** The types of label that I made up: insert name, update, delete. Only I ever see one. A type takes its labels along. */
      label_types: {
        Row: { category: string | null; colour: string | null; created_at: string; description: string | null; icon: string | null; id: string; name: string; owner_id: string }
        Insert: { category?: string | null; colour?: string | null; description?: string | null; icon?: string | null; name: string; owner_id?: string }
        Update: { category?: string | null; colour?: string | null; description?: string | null; icon?: string | null; name?: string }
        Relationships: [{ foreignKeyName: 'label_types_owner_is_a_person'; columns: ['owner_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }]
      }
      /** What I keep for myself about others: insert person_id [, type_id] and what there is to say, update it, delete it. Only I ever see a row. It stays when a request or a connection begins or ends, and goes when that person is no longer there. */
      labels: {
        Row: { created_at: string; id: string; is_encrypted: boolean; label: string | null; label_encrypted: string | null; note: string | null; note_encrypted: string | null; owner_id: string; person_id: string; since_date: string | null; tags: string[]; type_id: string | null }
        Insert: { is_encrypted?: boolean; label?: string | null; label_encrypted?: string | null; note?: string | null; note_encrypted?: string | null; owner_id?: string; person_id: string; since_date?: string | null; tags?: string[]; type_id?: string | null }
        Update: { is_encrypted?: boolean; label?: string | null; label_encrypted?: string | null; note?: string | null; note_encrypted?: string | null; since_date?: string | null; tags?: string[] }
        Relationships: [{ foreignKeyName: 'labels_owner_is_a_person'; columns: ['owner_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }, { foreignKeyName: 'labels_person_is_a_person'; columns: ['person_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }, { foreignKeyName: 'labels_type_is_the_owners'; columns: ['owner_id', 'type_id']; isOneToOne: false; referencedRelation: 'label_types'; referencedColumns: ['owner_id', 'id'] }]
      }
      /** What I am told, one row for each event that still stands: it leaves with what it is about, and on a block. Update read_at to mark one as read, delete to dismiss it; none is inserted. While I am stepped back from a person, what they did is not shown. */
      notifications: {
        Row: { actor_id: string | null; created_at: string; id: string; kind: Database['amity']['Enums']['notification_kind']; person_id: string; read_at: string | null; subject_id: string }
        Insert: never
        Update: { read_at?: string | null }
        Relationships: []
      }
      /** Every person who can have ties. A person sees nothing but their own row. */
      people: {
        Row: { host_key: string | null; id: string; joined_at: string }
        Insert: never
        Update: never
        Relationships: []
      }
      /** People I stepped back from, as long as it holds: insert to step back, delete to return. Only I ever see a row; that person never does. It ends at until, and with the last tie. */
      step_backs: {
        Row: { id: string; owner_id: string; person_id: string; reason: string | null; since: string; until: string | null }
        Insert: { owner_id?: string; person_id: string; reason?: string | null; until?: string | null }
        Update: { reason?: string | null; until?: string | null }
        Relationships: [{ foreignKeyName: 'step_backs_owner_is_a_person'; columns: ['owner_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }, { foreignKeyName: 'step_backs_person_is_a_person'; columns: ['person_id']; isOneToOne: false; referencedRelation: 'people'; referencedColumns: ['id'] }]
      }
    }
    Views: {
      /** What happened to my blocks, never changed. Order by occurred_at. */
      blocks_history: {
        Row: { action: Database['amity']['Enums']['block_action']; block_id: string; blocked_id: string; blocker_id: string; occurred_at: string }
        Relationships: []
      }
      /** What happened to my circle_members, never changed. Order by occurred_at. */
      circle_members_history: {
        Row: { action: Database['amity']['Enums']['circle_member_action']; circle_id: string; circle_member_id: string; occurred_at: string; person_id: string }
        Relationships: []
      }
      /** What the host chose, as far as people may know it: one row a setting. */
      client_settings: {
        Row: { name: string; value: string | null }
        Relationships: []
      }
      /** Every request from me and to me, open or ended; a connection that began at once is one that was approved. Mine that were rejected are missing unless the setting reveal_rejections is on. Order by requested_at; amity.list_requests() gives a page, however many there are. */
      connection_requests: {
        Row: { actioned_at: string | null; expires_at: string | null; id: string; message: string | null; recipient_id: string; requested_at: string; requester_id: string; status: Database['amity']['Enums']['request_status'] }
        Insert: { actioned_at?: string | null; expires_at?: string | null; id?: string | null; message?: string | null; recipient_id?: string | null; requested_at?: string | null; requester_id?: string | null; status?: Database['amity']['Enums']['request_status'] | null }
        Update: { status?: Database['amity']['Enums']['request_status'] | null }
        Relationships: []
      }
      /** What happened to my connections, never changed. Order by occurred_at. */
      connections_history: {
        Row: { action: Database['amity']['Enums']['connection_action']; connection_id: string; occurred_at: string; recipient_id: string; requester_id: string }
        Relationships: []
      }
      /** What happened to my follows, never changed. Order by occurred_at. */
      follows_history: {
        Row: { action: Database['amity']['Enums']['follow_action']; follow_id: string; followed_id: string; follower_id: string; occurred_at: string }
        Relationships: []
      }
      /** My connections and open requests, named as in a friendships table and written like one: insert addressee_id to ask, update status to accepted or declined, or to canceled where I asked, set stepped_back_by to myself or to null, delete to end. Ids and dates are the database's to give. */
      friendships: {
        Row: { addressee_id: string; created_at: string; id: string; requester_id: string; responded_at: string | null; status: string; stepped_back_at: string | null; stepped_back_by: string | null; stepped_back_reason: string | null; stepped_back_until: string | null }
        Insert: { addressee_id?: string | null; created_at?: string | null; id?: string | null; requester_id?: string | null; responded_at?: string | null; status?: string | null; stepped_back_at?: string | null; stepped_back_by?: string | null; stepped_back_reason?: string | null; stepped_back_until?: string | null }
        Update: { addressee_id?: string | null; created_at?: string | null; id?: string | null; requester_id?: string | null; responded_at?: string | null; status?: string | null; stepped_back_at?: string | null; stepped_back_by?: string | null; stepped_back_reason?: string | null; stepped_back_until?: string | null }
        Relationships: []
      }
      /** The circles that I am in or invited to, and my dynamic ones, from my side. Order by since; amity.list_circles() and amity.list_circle_invitations() give a page, however many there are. */
      my_circles: {
        Row: { description: string | null; id: string; invited_by: string | null; label_type_id: string | null; name: string; people_count: number | null; role: Database['amity']['Enums']['circle_role'] | null; since: string; status: Database['amity']['Enums']['circle_status'] | null }
        Relationships: []
      }
      /** My connections from my side, one row a person. Order by connected_at. */
      my_connections: {
        Row: { asked_by_me: boolean; connected_at: string; id: string; person_id: string }
        Relationships: []
      }
      /** Names and pictures, from the table that the host attached: mine, and those of my connections and of the people I follow. Ask amity.profiles_of() about others, or embed them where they are named, as in connections?select=*,recipient(*). */
      profiles: {
        Row: { name: string | null; person_id: string; picture: string | null }
        Relationships: []
      }
      /** What happened to my step_backs, never changed. Order by occurred_at. */
      step_backs_history: {
        Row: { action: Database['amity']['Enums']['step_back_action']; occurred_at: string; owner_id: string; person_id: string; step_back_id: string }
        Relationships: []
      }
    }
    Functions: {
      /** Joins a circle that I am invited to; returns my membership. Refuses: circle_invitation_not_found, already_member, signed_out, not_joined. */
      accept_circle_invitation: { Args: { circle: string }; Returns: Database['amity']['Tables']['circle_members']['Row']; SetofOptions: { from: '*'; to: 'circle_members'; isOneToOne: true; isSetofReturn: false } }
      /** Accepts the request of that person; returns the connection. Refuses: request_not_found, not_recipient, not_pending, request_expired, limit_reached, connections_disabled, signed_out, not_joined. */
      accept_connection: { Args: { person: string }; Returns: Database['amity']['Tables']['connections']['Row']; SetofOptions: { from: '*'; to: 'connections'; isOneToOne: true; isSetofReturn: false } }
      /** The profile of the actor, to embed: notifications?select=*,actor(*). */
      actor: { Args: { notifications: Database['amity']['Tables']['notifications']['Row'] }; Returns: Database['amity']['Views']['profiles']['Row']; SetofOptions: { from: 'notifications'; to: 'profiles'; isOneToOne: true; isSetofReturn: true } }
      /** Changes my note and tags of the recipient of a pending request that I sent, in my label without a type; returns the label, null where there is none. Null leaves what stands; a blank note or no tags clear it. Refuses: request_not_found, not_requester, request_expired, not_pending, too_many_tags, tag_blank, tag_twice, tags_nested, text_too_long, text_invalid, signed_out, not_joined. */
      annotate_request: { Args: { request_id: string; note?: string | null; tags?: string[] | null }; Returns: Database['amity']['Tables']['labels']['Row']; SetofOptions: { from: '*'; to: 'labels'; isOneToOne: true; isSetofReturn: false } }
      /** Blocks a person and ends every tie with them, in one step; returns the block. Refuses: person_not_found (null), self_block, already_blocked, text_too_long, text_invalid, signed_out, not_joined. */
      block: { Args: { person: string; reason?: string | null; hide_from_search?: boolean; prevent_profile_view?: boolean }; Returns: Database['amity']['Tables']['blocks']['Row']; SetofOptions: { from: '*'; to: 'blocks'; isOneToOne: true; isSetofReturn: false } }
      /** Whether a search of yours may show me that person: me always, none across a block unless the blocker lets themselves be found (hide_from_search), and none of an unknown id. */
      can_find: { Args: { person: string }; Returns: boolean }
      /** Whether what that person posts for everyone is shown to me: mine always, none across a block, none of a person I stepped back from, and none of an unknown id. */
      can_see_posts_of: { Args: { person: string }; Returns: boolean }
      /** Whether I may open that person's profile: mine always, none across a block unless the blocker left it open (prevent_profile_view), and none of an unknown id. */
      can_view_profile: { Args: { person: string }; Returns: boolean }
      /** Withdraws my request to that person; returns the row, which is gone then. Refuses: request_not_found, not_requester, not_pending, request_expired, signed_out, not_joined. */
      cancel_connection_request: { Args: { person: string }; Returns: Database['amity']['Tables']['connections']['Row']; SetofOptions: { from: '*'; to: 'connections'; isOneToOne: true; isSetofReturn: false } }
      /** Changes the name and the description of a circle, as an admin; returns it. Refuses: circle_not_found, not_circle_admin, circle_unnamed, text_too_long, text_invalid, signed_out, not_joined, isolation_unsupported. */
      change_circle: { Args: { circle: string; name: string; description?: string | null }; Returns: Database['amity']['Tables']['circles']['Row']; SetofOptions: { from: '*'; to: 'circles'; isOneToOne: true; isSetofReturn: false } }
      /** Says anew all that a type of mine says; returns it. Refuses: label_type_missing, label_type_unnamed, label_type_exists, text_too_long, text_invalid, signed_out, not_joined. */
      change_label_type: { Args: { type_id: string; name: string; category?: string | null; icon?: string | null; colour?: string | null; description?: string | null }; Returns: Database['amity']['Tables']['label_types']['Row']; SetofOptions: { from: '*'; to: 'label_types'; isOneToOne: true; isSetofReturn: false } }
      /** Says anew until when I stepped back from a person, and why; null is until I return, and no note. Refuses: not_stepped_back, until_passed, date_invalid, text_too_long, text_invalid, signed_out, not_joined. */
      change_step_back: { Args: { person: string; until?: string | null; reason?: string | null }; Returns: Database['amity']['Tables']['step_backs']['Row']; SetofOptions: { from: '*'; to: 'step_backs'; isOneToOne: true; isSetofReturn: false } }
      /** Who is with me in which shared circle, for policies: (circle_id, author_id) in (select circle_id, person_id from amity.circle_mates()). None across a block. */
      circle_mates: { Args: never; Returns: { circle_id: string; person_id: string }[] }
      /** Who is in a circle, shared or dynamic, by id: at most 1000 a page, the next page after the last id. Empty for a circle that I am not in. */
      circle_people: { Args: { circle: string; max_rows?: number; after?: string | null }; Returns: { person_id: string }[] }
      /** The people I am connected with, for policies: author_id in (select amity.connected_people()). */
      connected_people: { Args: never; Returns: { person_id: string }[] }
      /** What that person and I are: none, pending_sent, pending_received or accepted, and the id of the connection or request. Unknown is none. */
      connection_status: { Args: { person: string }; Returns: Database['amity']['CompositeTypes']['connection_standing'] }
      /** People I may know: connected with my connections, most in common first, at most 1000. Never me, a person I am connected with or have a request with, blocked either way, or dismissed. */
      connection_suggestions: { Args: { max_rows?: number }; Returns: { mutual_count: number; person_id: string }[] }
      /** Who a person was connected with at a moment, as far as the history reaches and the caller sees it: all of mine, of others only what they had with me; for a service all. Newest first. */
      connections_at: { Args: { person: string; moment: string }; Returns: { person_id: string; since: string }[] }
      /** The counts of a person: mine always, others' where the setting counts_are_public is on. No row otherwise, for an unknown id, and across a block. */
      counts_of: { Args: { person: string }; Returns: { connections: number; followers: number; following: number }[] }
      /** Creates a circle, whose admin I am; with a type of my labels one that follows from them, mine alone. Returns it. Refuses: circle_unnamed, label_type_missing, text_too_long, text_invalid, signed_out, not_joined. */
      create_circle: { Args: { name: string; description?: string | null; label_type?: string | null }; Returns: Database['amity']['Tables']['circles']['Row']; SetofOptions: { from: '*'; to: 'circles'; isOneToOne: true; isSetofReturn: false } }
      /** Makes up a type of label; returns it. Refuses: label_type_unnamed, label_type_exists, text_too_long, text_invalid, signed_out, not_joined. */
      create_label_type: { Args: { name: string; category?: string | null; icon?: string | null; colour?: string | null; description?: string | null }; Returns: Database['amity']['Tables']['label_types']['Row']; SetofOptions: { from: '*'; to: 'label_types'; isOneToOne: true; isSetofReturn: false } }
      /** Declines an invitation, silently; returns it as it was. Refuses: circle_invitation_not_found, signed_out, not_joined. */
      decline_circle_invitation: { Args: { circle: string }; Returns: Database['amity']['Tables']['circle_members']['Row']; SetofOptions: { from: '*'; to: 'circle_members'; isOneToOne: true; isSetofReturn: false } }
      /** Ends a type of mine and every label of it; returns the type as it was. Refuses: label_type_missing, signed_out, not_joined. */
      delete_label_type: { Args: { type_id: string }; Returns: Database['amity']['Tables']['label_types']['Row']; SetofOptions: { from: '*'; to: 'label_types'; isOneToOne: true; isSetofReturn: false } }
      /** Deletes notifications of mine; returns how many. Refuses: signed_out, not_joined. */
      delete_notifications: { Args: { ids: string[] }; Returns: number }
      /** Makes an admin, who may be myself, a member; the last one hands over to the longest-standing member. Refuses: circle_not_found, circle_is_dynamic, not_circle_admin, circle_member_not_found, blocked, role_unchanged, last_admin, signed_out, not_joined. */
      demote_in_circle: { Args: { circle: string; person: string }; Returns: Database['amity']['Tables']['circle_members']['Row']; SetofOptions: { from: '*'; to: 'circle_members'; isOneToOne: true; isSetofReturn: false } }
      /** Never suggest that person to me; returns the dismissal. Refuses: person_not_found, self_dismissal, blocked, already_dismissed, signed_out, not_joined. */
      dismiss_suggestion: { Args: { person: string }; Returns: Database['amity']['Tables']['dismissed_suggestions']['Row']; SetofOptions: { from: '*'; to: 'dismissed_suggestions'; isOneToOne: true; isSetofReturn: false } }
      /** Ends a circle for all its members, as an admin; returns it as it was. Refuses: circle_not_found, not_circle_admin, signed_out, not_joined. */
      end_circle: { Args: { circle: string }; Returns: Database['amity']['Tables']['circles']['Row']; SetofOptions: { from: '*'; to: 'circles'; isOneToOne: true; isSetofReturn: false } }
      /** Everything that amity holds for a person and shows them: an object with an array of rows for each table and history. My own, or for a service that of any person. Refuses: signed_out, not_yours, person_not_found, cannot_speak_for. */
      export_person: { Args: { person: string }; Returns: Json }
      /** The person whose key in the host's table of users, as text, is this; or null, also for a person who blocked me. A service asks amity.person_of(). */
      find_person: { Args: { key: string }; Returns: string | null }
      /** Follows a person; returns the follow. Refuses: person_not_found, self_follow, blocked, already_following, limit_reached, follows_disabled, signed_out, not_joined. */
      follow: { Args: { person: string }; Returns: Database['amity']['Tables']['follows']['Row']; SetofOptions: { from: '*'; to: 'follows'; isOneToOne: true; isSetofReturn: false } }
      /** The profile of the followed, to embed: follows?select=*,followed(*). */
      followed: { Args: { follows: Database['amity']['Tables']['follows']['Row'] }; Returns: Database['amity']['Views']['profiles']['Row']; SetofOptions: { from: 'follows'; to: 'profiles'; isOneToOne: true; isSetofReturn: true } }
      /** The people I follow, for policies: author_id in (select amity.followed_people()). */
      followed_people: { Args: never; Returns: { person_id: string }[] }
      /** The profile of the follower, to embed: follows?select=*,follower(*). */
      follower: { Args: { follows: Database['amity']['Tables']['follows']['Row'] }; Returns: Database['amity']['Views']['profiles']['Row']; SetofOptions: { from: 'follows'; to: 'profiles'; isOneToOne: true; isSetofReturn: true } }
      /** The requests that wait for my answer, newest first, as rows of amity.connection_requests: at most 1000. The next page is before the last row of this: before its requested_at and id. */
      incoming_requests: { Args: { max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Views']['connection_requests']['Row'][]; SetofOptions: { from: '*'; to: 'connection_requests'; isOneToOne: false; isSetofReturn: true } }
      /** Invites a connection of mine to a circle of which I am an admin; returns the invitation. Refuses: circle_not_found, circle_is_dynamic, not_circle_admin, person_not_found, blocked, not_connected, already_member, already_invited, signed_out, not_joined. */
      invite_to_circle: { Args: { circle: string; person: string }; Returns: Database['amity']['Tables']['circle_members']['Row']; SetofOptions: { from: '*'; to: 'circle_members'; isOneToOne: true; isSetofReturn: false } }
      /** Whether that person labelled me with that type of theirs, or so that I am in that dynamic circle of theirs: what they post for it is shown to me. Never across a block. */
      is_labelled_by: { Args: { person: string; type_or_circle: string }; Returns: boolean }
      /** Whether I have stepped back from that person and not returned yet. No call says whether they have. */
      is_stepped_back_from: { Args: { person: string }; Returns: boolean }
      /** Makes an invite and returns it with its token, this once; the person who redeems it is connected with me, or asks me. Once, unless max_uses says how often, null being any number; a QR code always once, and it takes the place of the one before. Without ttl it lasts as long as it may. Refuses: invite_invalid, limit_reached, text_too_long, text_invalid, signed_out, not_joined. */
      issue_invite: { Args: { medium?: Database['amity']['Enums']['invite_medium']; kind?: Database['amity']['Enums']['invite_kind']; max_uses?: number; ttl?: string | null; note?: string | null }; Returns: Database['amity']['CompositeTypes']['issued_invite'] }
      /** Makes me a person and returns my row; again is the same as once. Where a table of users is attached, or I was forgotten, it only looks me up. Refuses: signed_out, not_joined, isolation_unsupported. */
      join: { Args: never; Returns: Database['amity']['Tables']['people']['Row']; SetofOptions: { from: '*'; to: 'people'; isOneToOne: true; isSetofReturn: false } }
      /** Keeps for myself what I call a person, a note and tags, of a type of mine or of none; returns the label. Refuses: person_not_found, self_label, blocked, label_type_missing, already_labelled, too_many_tags, tag_blank, tag_twice, tags_nested, text_too_long, text_invalid, date_invalid, signed_out, not_joined. */
      label_person: { Args: { person: string; type_id?: string | null; label?: string | null; note?: string | null; tags?: string[]; since_date?: string | null; label_encrypted?: string | null; note_encrypted?: string | null; is_encrypted?: boolean }; Returns: Database['amity']['Tables']['labels']['Row']; SetofOptions: { from: '*'; to: 'labels'; isOneToOne: true; isSetofReturn: false } }
      /** Who has the most connections, at most 100 people, and my own place wherever it is; equal counts share a place. None without connections, and none across a block. Reads the count of all people. Refuses: leaderboard_disabled. */
      leaderboard: { Args: { max_rows?: number }; Returns: { connections: number; person_id: string; place: number }[] }
      /** Leaves a circle; returns my membership as it was. The last admin hands over to the longest-standing member, and the last member ends it. Refuses: circle_not_found, signed_out, not_joined. */
      leave_circle: { Args: { circle: string }; Returns: Database['amity']['Tables']['circle_members']['Row']; SetofOptions: { from: '*'; to: 'circle_members'; isOneToOne: true; isSetofReturn: false } }
      /** Every badge there is, lowest threshold first, and since when I have it: null is that I have not. One that is not kept goes when connections end. */
      list_badges: { Args: never; Returns: { awarded_at: string | null; badge: string; kept: boolean; name: string; threshold: number }[] }
      /** The people I blocked, newest first, as rows of amity.blocks: at most 1000. The next page is before the last row of this: before its created_at and id. */
      list_blocks: { Args: { max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Tables']['blocks']['Row'][]; SetofOptions: { from: '*'; to: 'blocks'; isOneToOne: false; isSetofReturn: true } }
      /** The circles that I am invited to, newest first, as rows of amity.my_circles: at most 1000. The next page is before the last row of this: before its since and id. */
      list_circle_invitations: { Args: { max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Views']['my_circles']['Row'][]; SetofOptions: { from: '*'; to: 'my_circles'; isOneToOne: false; isSetofReturn: true } }
      /** The open invitations to a circle: all of them as an admin, else mine, newest first, as rows of amity.circle_members: at most 1000. The next page is before the last row of this: before its invited_at and id. */
      list_circle_invited: { Args: { circle: string; max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Tables']['circle_members']['Row'][]; SetofOptions: { from: '*'; to: 'circle_members'; isOneToOne: false; isSetofReturn: true } }
      /** The members of a shared circle that I am in, newest first, as rows of amity.circle_members: at most 1000. The next page is before the last row of this: before its joined_at and id. */
      list_circle_members: { Args: { circle: string; max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Tables']['circle_members']['Row'][]; SetofOptions: { from: '*'; to: 'circle_members'; isOneToOne: false; isSetofReturn: true } }
      /** The circles that I am in, and my dynamic ones, newest first, as rows of amity.my_circles: at most 1000. The next page is before the last row of this: before its since and id. */
      list_circles: { Args: { max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Views']['my_circles']['Row'][]; SetofOptions: { from: '*'; to: 'my_circles'; isOneToOne: false; isSetofReturn: true } }
      /** My connections, newest first, as rows of amity.my_connections: at most 1000. The next page is before the last row of this: before its connected_at and id. */
      list_connections: { Args: { max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Views']['my_connections']['Row'][]; SetofOptions: { from: '*'; to: 'my_connections'; isOneToOne: false; isSetofReturn: true } }
      /** What happened to my connections, newest first, as rows of amity.connections_history: at most 1000. The next page is before the last row of this: before its occurred_at, connection_id and action. */
      list_connections_history: { Args: { max_rows?: number; before?: string; before_id?: string | null; before_action?: Database['amity']['Enums']['connection_action'] | null }; Returns: Database['amity']['Views']['connections_history']['Row'][]; SetofOptions: { from: '*'; to: 'connections_history'; isOneToOne: false; isSetofReturn: true } }
      /** The people who are not suggested to me, newest first, as rows of amity.dismissed_suggestions: at most 1000. The next page is before the last row of this: before its dismissed_at and person_id. */
      list_dismissed_suggestions: { Args: { max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Tables']['dismissed_suggestions']['Row'][]; SetofOptions: { from: '*'; to: 'dismissed_suggestions'; isOneToOne: false; isSetofReturn: true } }
      /** What happened to my follows, newest first, as rows of amity.follows_history: at most 1000. The next page is before the last row of this: before its occurred_at, follow_id and action. */
      list_follows_history: { Args: { max_rows?: number; before?: string; before_id?: string | null; before_action?: Database['amity']['Enums']['follow_action'] | null }; Returns: Database['amity']['Views']['follows_history']['Row'][]; SetofOptions: { from: '*'; to: 'follows_history'; isOneToOne: false; isSetofReturn: true } }
      /** What I keep about people, newest first, as rows of amity.labels: at most 1000. The next page is before the last row of this: before its created_at and id. */
      list_labels: { Args: { max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Tables']['labels']['Row'][]; SetofOptions: { from: '*'; to: 'labels'; isOneToOne: false; isSetofReturn: true } }
      /** What I keep about people by one of my types, newest first, as rows of amity.labels: at most 1000. The next page is before the last row of this: before its created_at and id. */
      list_labels_of_type: { Args: { label_type: string; max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Tables']['labels']['Row'][]; SetofOptions: { from: '*'; to: 'labels'; isOneToOne: false; isSetofReturn: true } }
      /** Every request from me and to me, open or ended, newest first, as rows of amity.connection_requests: at most 1000. The next page is before the last row of this: before its requested_at and id. */
      list_requests: { Args: { max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Views']['connection_requests']['Row'][]; SetofOptions: { from: '*'; to: 'connection_requests'; isOneToOne: false; isSetofReturn: true } }
      /** My step-backs that hold, newest first, as rows of amity.step_backs: at most 1000. The next page is before the last row of this: before its since and id. */
      list_step_backs: { Args: { max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Tables']['step_backs']['Row'][]; SetofOptions: { from: '*'; to: 'step_backs'; isOneToOne: false; isSetofReturn: true } }
      /** The person this transaction speaks for: the `sub` of request.jwt.claims as uuid. Null where there are no claims or `sub` is no uuid. A host may replace this function. */
      me: { Args: never; Returns: string | null }
      /** The people that person and I are both connected with, by id: at most 1000 a page, the next page after the last id. Empty for an unknown id and across a block. */
      mutual_connections: { Args: { person: string; max_rows?: number; after?: string | null }; Returns: { person_id: string }[] }
      /** How many people that person and I are both connected with. */
      mutual_connections_count: { Args: { person: string }; Returns: number }
      /** Every count that a navigation bar shows, as one object: connections, followers, following, pending_received, pending_sent, and what further kinds add. */
      my_counters: { Args: never; Returns: { [counter: string]: number } }
      /** How many connections, followers, followed people and open requests I have: one row. */
      my_counts: { Args: never; Returns: { connections: number; followers: number; following: number; pending_received: number; pending_sent: number }[] }
      /** How often I may act, and how often at this moment: one row an action. Where allowed is null, so is remaining: there is no limit. renews_at is when one more comes back, null where none is used. */
      my_quotas: { Args: never; Returns: { action: string; allowed: number | null; per: string; remaining: number | null; renews_at: string | null }[] }
      /** My requests that wait for an answer, newest first, as rows of amity.connection_requests: at most 1000. The next page is before the last row of this: before its requested_at and id. */
      outgoing_requests: { Args: { max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Views']['connection_requests']['Row'][]; SetofOptions: { from: '*'; to: 'connection_requests'; isOneToOne: false; isSetofReturn: true } }
      /** How many requests wait for my answer. */
      pending_requests_count: { Args: never; Returns: number }
      /** The profile of the person, to embed: circle_members?select=*,person(*). */
      person: { Args: { circle_members: Database['amity']['Tables']['circle_members']['Row'] }; Returns: Database['amity']['Views']['profiles']['Row']; SetofOptions: { from: 'circle_members'; to: 'profiles'; isOneToOne: true; isSetofReturn: true } } | { Args: { my_connections: Database['amity']['Views']['my_connections']['Row'] }; Returns: Database['amity']['Views']['profiles']['Row']; SetofOptions: { from: 'my_connections'; to: 'profiles'; isOneToOne: true; isSetofReturn: true } }
      /** The profiles of at most 1000 people, in their order, each once: none of a person whose profile I may not view, and none of an unknown id. Refuses: too_many_people. */
      profiles_of: { Args: { people: string[] }; Returns: Database['amity']['Views']['profiles']['Row'][]; SetofOptions: { from: '*'; to: 'profiles'; isOneToOne: false; isSetofReturn: true } }
      /** Makes a member an admin, as an admin; returns the membership. Refuses: circle_not_found, circle_is_dynamic, not_circle_admin, circle_member_not_found, blocked, role_unchanged, signed_out, not_joined. */
      promote_in_circle: { Args: { circle: string; person: string }; Returns: Database['amity']['Tables']['circle_members']['Row']; SetofOptions: { from: '*'; to: 'circle_members'; isOneToOne: true; isSetofReturn: false } }
      /** The people I stepped back from, while it lasts, for policies: author_id not in (select amity.quiet_people()). */
      quiet_people: { Args: never; Returns: { person_id: string }[] }
      /** Marks notifications of mine as read, all of them where none are named; returns how many. Refuses: signed_out, not_joined. */
      read_notifications: { Args: { ids?: string[] | null }; Returns: number }
      /** The profile of the recipient, to embed: connection_requests?select=*,recipient(*). */
      recipient: { Args: { connection_requests: Database['amity']['Views']['connection_requests']['Row'] }; Returns: Database['amity']['Views']['profiles']['Row']; SetofOptions: { from: 'connection_requests'; to: 'profiles'; isOneToOne: true; isSetofReturn: true } } | { Args: { connections: Database['amity']['Tables']['connections']['Row'] }; Returns: Database['amity']['Views']['profiles']['Row']; SetofOptions: { from: 'connections'; to: 'profiles'; isOneToOne: true; isSetofReturn: true } }
      /** Redeems an invite: returns my connection with its issuer, or my request to them. Refuses: invite_not_found, invite_expired, invite_used_up, self_connection, already_connected, pending_request, request_received, cooling_down, limit_reached, connections_disabled, signed_out, not_joined. */
      redeem_invite: { Args: { token: string }; Returns: Database['amity']['Tables']['connections']['Row']; SetofOptions: { from: '*'; to: 'connections'; isOneToOne: true; isSetofReturn: false } }
      /** Rejects the request of that person; returns the row, which is gone then. Refuses: request_not_found, not_recipient, not_pending, request_expired, signed_out, not_joined. */
      reject_connection: { Args: { person: string }; Returns: Database['amity']['Tables']['connections']['Row']; SetofOptions: { from: '*'; to: 'connections'; isOneToOne: true; isSetofReturn: false } }
      /** Says anew all that my label of that type, or of none, says about a person; returns it. Refuses: not_labelled, too_many_tags, tag_blank, tag_twice, tags_nested, text_too_long, text_invalid, date_invalid, signed_out, not_joined. */
      relabel_person: { Args: { person: string; type_id?: string | null; label?: string | null; note?: string | null; tags?: string[]; since_date?: string | null; label_encrypted?: string | null; note_encrypted?: string | null; is_encrypted?: boolean }; Returns: Database['amity']['Tables']['labels']['Row']; SetofOptions: { from: '*'; to: 'labels'; isOneToOne: true; isSetofReturn: false } }
      /** What I am to each of at most 1000 people, in their order, each once: one row a person, also for an unknown id. stepped_back tells of me alone, and its until is null until I return. Never who blocked me. Refuses: too_many_people. */
      relations_with: { Args: { people: string[]; with_mutual?: boolean }; Returns: { blocking: boolean; connection: Database['amity']['Enums']['connection_state']; connection_id: string | null; followed_by: boolean; following: boolean; mutual_count: number | null; person_id: string; stepped_back: boolean; stepped_back_until: string | null }[] }
      /** Ends my connection with that person; returns it as it was. Follows stay. Refuses: not_connected, signed_out, not_joined. */
      remove_connection: { Args: { person: string }; Returns: Database['amity']['Tables']['connections']['Row']; SetofOptions: { from: '*'; to: 'connections'; isOneToOne: true; isSetofReturn: false } }
      /** Stops a person from following me; returns the follow as it was. They may follow again: block to prevent it. Refuses: not_a_follower, signed_out, not_joined. */
      remove_follower: { Args: { person: string }; Returns: Database['amity']['Tables']['follows']['Row']; SetofOptions: { from: '*'; to: 'follows'; isOneToOne: true; isSetofReturn: false } }
      /** Removes a member, or withdraws an invitation, as an admin or as who sent it; returns the row as it was. Refuses: circle_not_found, circle_is_dynamic, not_circle_admin, circle_member_not_found, signed_out, not_joined. */
      remove_from_circle: { Args: { circle: string; person: string }; Returns: Database['amity']['Tables']['circle_members']['Row']; SetofOptions: { from: '*'; to: 'circle_members'; isOneToOne: true; isSetofReturn: false } }
      /** Asks a person to connect; returns the row. If they had asked me it is theirs, accepted now. Refuses: person_not_found, self_connection, blocked, already_connected, pending_request, request_received, cooling_down, limit_reached, connections_disabled, text_too_long, text_invalid, signed_out, not_joined. */
      request_connection: { Args: { person: string; message?: string | null }; Returns: Database['amity']['Tables']['connections']['Row']; SetofOptions: { from: '*'; to: 'connections'; isOneToOne: true; isSetofReturn: false } }
      /** The profile of the requester, to embed: connection_requests?select=*,requester(*). */
      requester: { Args: { connection_requests: Database['amity']['Views']['connection_requests']['Row'] }; Returns: Database['amity']['Views']['profiles']['Row']; SetofOptions: { from: 'connection_requests'; to: 'profiles'; isOneToOne: true; isSetofReturn: true } } | { Args: { connections: Database['amity']['Tables']['connections']['Row'] }; Returns: Database['amity']['Views']['profiles']['Row']; SetofOptions: { from: 'connections'; to: 'profiles'; isOneToOne: true; isSetofReturn: true } }
      /** Lets that person be suggested to me again; returns the dismissal as it was. Refuses: not_dismissed, signed_out, not_joined. */
      restore_suggestion: { Args: { person: string }; Returns: Database['amity']['Tables']['dismissed_suggestions']['Row']; SetofOptions: { from: '*'; to: 'dismissed_suggestions'; isOneToOne: true; isSetofReturn: false } }
      /** Returns to a person I stepped back from; gives the step-back as it was. Refuses: not_stepped_back, signed_out, not_joined. */
      return_to: { Args: { person: string }; Returns: Database['amity']['Tables']['step_backs']['Row']; SetofOptions: { from: '*'; to: 'step_backs'; isOneToOne: true; isSetofReturn: false } }
      /** Withdraws an invite of mine; returns it as it was. What came of it stays. Refuses: invite_not_found, signed_out, not_joined. */
      revoke_invite: { Args: { invite: string }; Returns: Database['amity']['Tables']['invites']['Row']; SetofOptions: { from: '*'; to: 'invites'; isOneToOne: true; isSetofReturn: false } }
      /** Every request from me, open or ended, newest first, as rows of amity.connection_requests: at most 1000. The next page is before the last row of this: before its requested_at and id. */
      sent_requests: { Args: { max_rows?: number; before?: string; before_id?: string | null }; Returns: Database['amity']['Views']['connection_requests']['Row'][]; SetofOptions: { from: '*'; to: 'connection_requests'; isOneToOne: false; isSetofReturn: true } }
      /** Steps back from a person until a moment, or until I return; they never know. Refuses: person_not_found, self_step_back, until_passed, date_invalid, blocked, no_tie, already_stepped_back, text_too_long, text_invalid, signed_out, not_joined. */
      step_back_from: { Args: { person: string; until?: string | null; reason?: string | null }; Returns: Database['amity']['Tables']['step_backs']['Row']; SetofOptions: { from: '*'; to: 'step_backs'; isOneToOne: true; isSetofReturn: false } }
      /** Takes a block back; returns the row as it was. What the block ended stays ended. Refuses: not_blocked, signed_out, not_joined. */
      unblock: { Args: { person: string }; Returns: Database['amity']['Tables']['blocks']['Row']; SetofOptions: { from: '*'; to: 'blocks'; isOneToOne: true; isSetofReturn: false } }
      /** Stops following a person; returns the follow as it was. Refuses: not_following, signed_out, not_joined. */
      unfollow: { Args: { person: string }; Returns: Database['amity']['Tables']['follows']['Row']; SetofOptions: { from: '*'; to: 'follows'; isOneToOne: true; isSetofReturn: false } }
      /** Takes my label of that type, or of none, off a person; returns it as it was. Refuses: not_labelled, signed_out, not_joined. */
      unlabel_person: { Args: { person: string; type_id?: string | null }; Returns: Database['amity']['Tables']['labels']['Row']; SetofOptions: { from: '*'; to: 'labels'; isOneToOne: true; isSetofReturn: false } }
      /** A new version 7 uuid (RFC 9562): sorts by the moment it was made. */
      uuid_v7: { Args: never; Returns: string }
    }
    Enums: {
      block_action: 'blocked' | 'unblocked'
      circle_member_action: 'founded' | 'invited' | 'joined' | 'promoted' | 'demoted' | 'declined' | 'withdrawn' | 'left' | 'removed'
      circle_role: 'admin' | 'member'
      circle_status: 'invited' | 'member'
      connection_action: 'requested' | 'accepted' | 'rejected' | 'cancelled' | 'expired' | 'removed'
      connection_state: 'none' | 'pending_sent' | 'pending_received' | 'accepted'
      connections_status: 'pending' | 'accepted' | 'rejected' | 'cancelled'
      follow_action: 'followed' | 'unfollowed'
      invite_kind: 'connect' | 'request'
      invite_medium: 'qr' | 'link'
      notification_kind: 'request_received' | 'request_accepted' | 'followed' | 'circle_invitation' | 'circle_joined' | 'badge_awarded' | 'invite_redeemed'
      request_status: 'pending' | 'approved' | 'denied' | 'cancelled' | 'expired'
      step_back_action: 'stepped_back' | 'returned' | 'lapsed' | 'ended'
    }
    CompositeTypes: {
      connection_standing: { connection_id: string | null; status: Database['amity']['Enums']['connection_state'] }
      issued_invite: { expires_at: string | null; id: string; kind: Database['amity']['Enums']['invite_kind']; max_uses: number | null; medium: Database['amity']['Enums']['invite_medium']; note: string | null; token: string }
    }
  }
}
