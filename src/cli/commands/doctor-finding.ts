/** What a check of `doctor` found. */
export interface Finding {
  readonly name: string;
  /** note: it works, and somebody may want to know. */
  readonly state: 'ok' | 'note' | 'failed';
  /** With the next step, where there is one. */
  readonly text: string;
}
