/** Something that lives as long as the process: it is started once and may be stopped twice, or without a start. */
export interface Service {
  readonly name: string;
  start(): Promise<void>;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}
