/** Tables of the configuration file, as the parser gives them. */

export type Table = Readonly<Record<string, unknown>>;

/** Notes what is wrong with a key of a table, as a phrase behind its name. */
export type Tell = (key: string, problem: string) => void;

/** Whether the value is a table, and no list, date or scalar. */
export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
