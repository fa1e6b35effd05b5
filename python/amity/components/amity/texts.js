// Every text that the components show. `configure({ texts })` replaces any of them.
// A text with a count has the forms that Intl.PluralRules names in its language.

export const texts = {
  send: 'Send Request',
  connect: 'Connect',
  sent: 'Request Sent',
  accept: 'Accept Request',
  connected: 'Already Connected',

  requests: 'Connection Requests',
  requestsSection: 'Connection requests',
  pending: {
    one: '{count} pending connection request',
    other: '{count} pending connection requests',
  },
  manage: 'Manage requests',
  incoming: 'Incoming Requests',
  outgoing: 'Outgoing Requests',
  noIncoming: 'No incoming requests',
  noOutgoing: 'No outgoing requests',
  approve: 'Approve',
  deny: 'Deny',
  cancel: 'Cancel',
  approveFrom: 'Approve request from {name}',
  denyFrom: 'Deny request from {name}',
  cancelTo: 'Cancel request to {name}',
  confirmCancel: 'Cancel this request?',
  yesCancel: 'Yes, cancel',
  keep: 'Keep',
  approved: 'Approved request from {name}',
  denied: 'Denied request from {name}',
  cancelled: 'Cancelled request to {name}',
  status: {
    PENDING: 'Pending',
    APPROVED: 'Approved',
    DENIED: 'Denied',
    CANCELLED: 'Cancelled',
    EXPIRED: 'Expired',
  },
  message: '“{message}”',
  note: 'Note: {note}',
  tags: 'Tags: {tags}',

  notifications: 'Notifications',
  noNotifications: 'No notifications',
  unread: { one: '{count} unread notification', other: '{count} unread notifications' },
  new: 'New',
  markAllRead: 'Mark all as read',
  notification: {
    request_received: '{name} sent you a connection request',
    request_accepted: 'You and {name} are now connected',
    followed: '{name} follows you',
    circle_invitation: '{name} invited you to a circle',
    circle_joined: '{name} joined your circle',
    badge_awarded: 'You earned a badge',
    invite_redeemed: '{name} used your invite',
    other: 'Something new',
  },

  someone: 'Someone',
  loading: 'Loading',
  showMore: 'Show more',
  tryAgain: 'Try again',
  requestsFailed: 'Could not load requests',
  notificationsFailed: 'Could not load notifications',
  unreachable: 'Could not reach the server',
  failed: 'Something went wrong',
  signedOut: 'You are signed out',
  retryAt: '{message}. Try again at {time}',

  // The sentences of refusals come from the database, in English. What stands here, by its slug, is
  // shown in place of that.
  refusals: {},
};

/** A text with its gaps filled; of a count, the form of the language. */
export function fill(text, values = {}, locale = undefined) {
  const form =
    typeof text === 'string'
      ? text
      : (text[new Intl.PluralRules(locale).select(values.count)] ?? text.other);
  return form.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}

/** `over` on top of `base`, tables within it as well. */
export function merged(base, over = {}) {
  const both = { ...base, ...over };
  for (const key of ['status', 'notification', 'refusals']) {
    both[key] = { ...base[key], ...over[key] };
  }
  return both;
}
