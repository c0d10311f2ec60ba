/** Records for keys that callers choose: nothing is inherited, so `__proto__` and `constructor` are keys as any other. */

/**
 * An empty record without a prototype. It is taken away rather than never given: Object.create(null) makes a dictionary,
 * which takes twice as long to fill, to sort and to write as JSON.
 */
export function bareRecord<Value>(): Record<string, Value> {
  return Object.setPrototypeOf({}, null);
}
