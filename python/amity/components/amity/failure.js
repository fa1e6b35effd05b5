/** A call that gave no result. Codes: NETWORK, UNAUTHENTICATED, FAILED, or what the server said. */
export class Failure extends Error {
  constructor(code, message = code) {
    super(message);
    this.code = code;
  }
}

/** Refusals that say that the request is not open any more. */
export const GONE = new Set(['request_not_found', 'not_pending', 'request_expired']);
