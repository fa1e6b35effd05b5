/** Calls `send` once with all that is asked for in one moment. It answers each, in their order. */
export function gather(send) {
  let batch;
  const begin = () => {
    const items = [];
    const answers = Promise.resolve().then(() => {
      batch = undefined;
      return send(items);
    });
    return { items, answers };
  };
  return async (item) => {
    batch ??= begin();
    const { items, answers } = batch;
    const at = items.push(item) - 1;
    return (await answers)[at];
  };
}
