/** Arithmetic on dense vectors of numbers: tables of counts, hazards and probabilities, read as zero outside their range. */
export type Vector = Float64Array;

/** A vector of `length` zeros. */
export function zeros(length: number): Vector {
  return new Float64Array(length);
}

/** The entry at `index`, zero outside the vector. */
export function at(vector: Vector, index: number): number {
  return vector[index] ?? 0;
}

/** Adds `amount` to the entry at `index`; outside the vector nothing happens. */
export function add(vector: Vector, index: number, amount: number): void {
  vector[index] = at(vector, index) + amount;
}

export function sum(vector: Vector): number {
  let total = 0;
  for (const value of vector) total += value;
  return total;
}

/** The sum of the products of equal entries. */
export function dot(left: Vector, right: Vector): number {
  let total = 0;
  for (let index = 0; index < left.length; index += 1) total += at(left, index) * at(right, index);
  return total;
}

/** Multiplies every entry by `factor`, in place. */
export function scale(vector: Vector, factor: number): void {
  for (let index = 0; index < vector.length; index += 1) vector[index] = at(vector, index) * factor;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
