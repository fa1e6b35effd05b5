// How the components look, by the variables of amity.css. No style of a page reaches in.

const css = `
:host {
  display: block; container-type: inline-size; font: 15px/1.45 var(--amity-font, inherit);
  color: var(--amity-ink);
}
:host([hidden]) { display: none }
:host(amity-connect-button), :host(amity-request-badge) {
  display: inline-block; container-type: normal; vertical-align: middle;
}
* { box-sizing: border-box; margin: 0 }
ul { list-style: none; padding: 0 }
.unseen {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}

.card {
  background: var(--amity-card); border: 1px solid var(--amity-line);
  border-radius: var(--amity-radius); overflow: hidden;
}
.head {
  display: flex; flex-wrap: wrap; gap: 8px; align-items: center; min-height: 50px;
  padding: 7px 16px; border-bottom: 1px solid var(--amity-line);
}
.head h2 { font-size: 13px; line-height: 34px; font-weight: 600; color: var(--amity-soft) }
.head > :last-child:not(h2, .badge) { margin-inline-start: auto }
.foot { padding: 10px 16px; border-top: 1px solid var(--amity-line); text-align: center }

.person {
  display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 2px 12px;
  align-items: center; padding: 14px 16px;
}
.person + .person { border-top: 1px solid var(--amity-line) }
.person .who { font-weight: 600; overflow-wrap: anywhere }
.person .what { grid-column: 2; color: var(--amity-soft); font-size: 13px; overflow-wrap: anywhere }
.person .acts {
  grid-area: 1 / 3 / 3 / 3; display: flex; flex-wrap: wrap; gap: 8px; align-items: center;
}
.person .note { grid-column: 1 / -1 }
.person.unread .who::before {
  content: ''; display: inline-block; width: 8px; height: 8px; margin-inline-end: 8px;
  border-radius: 50%; background: var(--amity-accent);
}
#asked { flex-basis: 100% }
.person .acts:has(#asked) { grid-area: auto / 2 / auto / -1; padding-top: 8px; font-size: 13px }

.face {
  position: relative; grid-row: 1 / 3; align-self: start; width: 40px; height: 40px;
  border-radius: 50%; overflow: hidden; display: grid; place-items: center; font-weight: 600;
  font-size: 14px; color: #fff;
}
.face img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover }
.hue0 { background: #5b3df0 }
.hue1 { background: #00796b }
.hue2 { background: #c2185b }
.hue3 { background: #a34a05 }
.hue4 { background: #4a626e }
.hue5 { background: #1565c0 }
.hue6 { background: #5d4037 }
.hue7 { background: #7b1fa2 }

button, .link, .state {
  font: 600 13px/1.2 var(--amity-font, inherit); min-height: 34px; padding: 0 14px;
  border-radius: 8px; border: 1px solid transparent; display: inline-flex; align-items: center;
  justify-content: center; gap: 6px; white-space: nowrap; text-decoration: none;
}
button { background: var(--amity-accent); color: var(--amity-accent-ink); cursor: pointer }
button.quiet, .link {
  background: transparent; color: var(--amity-ink); border-color: var(--amity-line);
}
.state, button[aria-disabled=true] {
  background: var(--amity-ground); color: var(--amity-soft); border-color: var(--amity-line);
  cursor: default;
}
.state { border-radius: 17px; border: 0 }
.state.good, .link.good {
  background: var(--amity-good-soft); color: var(--amity-good); border-color: transparent;
}
.state.bad { background: var(--amity-bad-soft); color: var(--amity-bad) }
.state.warn { background: var(--amity-warn-soft); color: var(--amity-warn) }
:host(amity-connect-button) :is(button, .link, .state) {
  min-width: var(--amity-button-width); border-radius: 8px;
}
:is(button, a, [tabindex]):focus-visible {
  outline: 3px solid var(--amity-accent); outline-offset: 2px;
}

.tabs {
  display: flex; flex-wrap: wrap; gap: 4px; padding: 8px 12px 0;
  border-bottom: 1px solid var(--amity-line);
}
.tabs button {
  min-height: 38px; padding: 0 10px; background: none; color: var(--amity-soft);
  border-radius: 8px 8px 0 0; border: 0; border-bottom: 2px solid transparent;
}
.tabs button[aria-selected=true] { color: var(--amity-ink); border-color: var(--amity-accent) }
.tabs button:focus-visible, [role=tabpanel]:focus-visible { outline-offset: -3px }
.badge {
  background: var(--amity-accent); color: var(--amity-accent-ink);
  font: 600 11px/18px var(--amity-font, inherit); min-width: 18px; padding: 0 5px;
  border-radius: 9px; text-align: center; display: inline-block;
}
.entry {
  min-height: 34px; display: inline-flex; align-items: center; gap: 8px; color: inherit;
  font-weight: 600; text-decoration: none;
}
.entry:hover { text-decoration: underline }

.note {
  padding: 10px 12px; border-radius: 8px; font-size: 13px; background: var(--amity-bad-soft);
  color: var(--amity-bad);
}
:host(amity-connect-button) .note { margin-top: 6px; max-width: 24rem; padding: 6px 10px }
.empty {
  display: grid; justify-items: center; gap: 12px; padding: 28px 16px; color: var(--amity-soft);
}
.empty .note { margin: 0 }
.bone {
  color: transparent !important; border-color: transparent; background: var(--amity-line);
  border-radius: 8px; user-select: none; animation: breathe 1.6s ease-in-out infinite alternate;
}
.person .bone:not(.face) { justify-self: start; line-height: 1.1; min-width: 9em }
.face.bone { border-radius: 50% }
@container (max-width: 400px) {
  .tabs { padding-inline: 4px; gap: 0 }
  .tabs button { padding: 0 4px; gap: 4px; font-size: 12px }
  .person .acts { grid-area: auto / 2 / auto / -1; padding-top: 8px }
}
@keyframes breathe { to { opacity: .45 } }
@media (prefers-reduced-motion: reduce) { .bone { animation: none } }
@media (forced-colors: active) { button, .state, .badge { border: 1px solid } }
`;

let made;

/** The one sheet of all the elements. */
export function sheet() {
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(css);
  }
  return made;
}
