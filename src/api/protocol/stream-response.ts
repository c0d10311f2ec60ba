/** An answer without an end, beside HttpResponse: how a handler goes on writing, and how it learns that nobody reads. */

export interface StreamResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Begins to write; answers what to do when the reader is gone, which is called exactly once. */
  readonly open: (reader: StreamReader) => () => void;
}

export interface StreamReader {
  /** False when the reader is gone, or was dropped because it left too much unread. */
  write(text: string): boolean;
  /** True when what was written is on its way, false when the reader is gone: how one writes at the reader's pace. */
  drained(): Promise<boolean>;
  /** Ends the answer. */
  end(): void;
}
