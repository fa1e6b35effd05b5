// Server-sent events through fetch, since EventSource sends no Authorization header.

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/** Calls `tell` for each event, and after a connection that was lost is there again. */
export async function listenTo(url, { headers, credentials, tell, signal }) {
  let last;
  let wait = FIRST_WAIT;
  let wasLost = false;
  while (!signal.aborted) {
    try {
      const more = { accept: 'text/event-stream', ...(last && { 'last-event-id': last }) };
      const response = await fetch(url, { headers: await headers(more), credentials, signal });
      if (!response.ok) throw new Error(response.statusText);
      if (wasLost) tell({});
      wait = FIRST_WAIT;
      for await (const event of read(response.body)) {
        last = event.id || last;
        if (event.data) tell(event);
      }
    } catch {
      // Tried again below, as is a stream that ended.
    }
    wasLost = true;
    await pause(wait, signal);
    wait = Math.min(2 * wait, LONGEST_WAIT);
  }
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
    signal.addEventListener('abort', resolve, { once: true });
  });
}

/** The events of a stream: blocks of `field: value`, with an empty line after each. */
async function* read(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    // A \r at the very end may be half of a \r\n.
    const blocks = (text + value).split(/\r\n\r\n|\n\n|\r\r/);
    text = blocks.pop();
    for (const block of blocks) {
      const event = { event: 'message', data: '' };
      for (const line of block.split(/\r\n|\n|\r/)) {
        const [, field, content] = /^(\w+): ?(.*)$/.exec(line) ?? [];
        if (field === 'data') event.data += (event.data && '\n') + content;
        else if (field) event[field] = content;
      }
      yield event;
    }
  }
}
