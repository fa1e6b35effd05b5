const PAGE = 50;
const MOST = 1000; // that a source gives at once

/** A list that grows by pages. It is read again as a whole: what left it is gone, in one call. */
export class Listing {
  /** Undefined until it was read. */
  rows;
  hasMore = false;
  /** Why a try failed; rows that were read before stay. */
  failure;

  #read;
  #size;
  #turn = 0;

  constructor(read, size = PAGE) {
    this.#read = read;
    this.#size = size;
  }

  async load() {
    const turn = ++this.#turn;
    const size = this.#size;
    try {
      const rows = await this.#read({ first: Math.min(size + 1, MOST) });
      if (turn !== this.#turn) return;
      this.rows = rows.slice(0, size);
      this.hasMore = rows.length > size;
    } catch (failure) {
      if (turn === this.#turn) this.failure = failure;
    }
  }

  /** Reads anew, and shows that it does. */
  retry() {
    this.failure = undefined;
    return this.load();
  }

  grow() {
    this.#size += PAGE;
    return this.load();
  }
}
