/** A request and its answer as the protocol code sees them: what came over the wire, before anything in it is believed. */

export interface HttpRequest {
  /** As sent, upper case for every method that we know. */
  readonly method: string;
  /** The path as sent, still percent-encoded, without the query: an ARN is one segment with %2F inside. */
  readonly rawPath: string;
  /** What follows the first '?', still percent-encoded; empty when there is none. */
  readonly rawQuery: string;
  /**
   * Lower-case name to value. One character per byte, as node:http gives them; the values of a repeated header are joined
   * by ',' alone, in the order sent, because a signature covers them like that (node's own `headers` join by ', ').
   */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body; empty when there is none. */
  readonly body: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  /** Name to value; the server adds Date and what concerns the connection. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty when there is none. */
  readonly body: Uint8Array | string;
}
