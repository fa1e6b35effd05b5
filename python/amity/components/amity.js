// The components of Amity: import this, call configure(), and write <amity-connect-button>. No build
// step, no framework. README.md is the manual, and amity.d.ts has the types.

export { ConnectButton } from './amity/connect-button.js';
export { Failure } from './amity/failure.js';
export { graphqlSource } from './amity/graphql.js';
export { Notifications } from './amity/notifications.js';
export { RequestBadge } from './amity/request-badge.js';
export { ConnectionRequestsManager } from './amity/requests-manager.js';
export { RequestsSection } from './amity/requests-section.js';
export { configure, createSession, refresh } from './amity/session.js';
export { supabaseSource } from './amity/supabase.js';
export { texts } from './amity/texts.js';
