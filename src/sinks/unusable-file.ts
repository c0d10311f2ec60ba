/** A file of secrets does not say what it should. The message tells the form, and nothing of what is in the file. */
export class UnusableFile extends Error {
  override name = 'UnusableFile';
  readonly code = 'UNUSABLE_FILE';
}
