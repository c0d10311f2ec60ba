/** Strings of the wire: length first, then the pattern, so that no expression ever meets a text longer than it was written for. */
import { lengthPhrase, patternPhrase } from './constraint-phrases.ts';
import type { Decoder, Report } from './reading.ts';
import type { Matcher, StringShape } from './shape.ts';

/** The decoder of one string shape; without constraints it only asks for a string that UTF-8 can write. */
export function stringDecoder(shape: StringShape, report: Report): Decoder {
  const { min = 0, max = Number.POSITIVE_INFINITY } = shape;
  const matches = matcherOf(shape);
  const echo = report.echo && shape.sensitive !== true && shape.private !== true;
  const lengthConstraint = report.phrase(lengthPhrase(shape));
  const patternConstraint = report.phrase(patternPhrase(shape.pattern ?? ''));
  return (value, reading) => {
    if (typeof value !== 'string') throw reading.malformed('a string');
    // A lone surrogate has no UTF-8 form: it would be stored as another text than was sent.
    if (!value.isWellFormed()) throw reading.malformed('a string of Unicode characters');
    const tooLong = value.length > max && codePointCount(value) > max;
    if (tooLong || value.length < min || (value.length < 2 * min && codePointCount(value) < min))
      reading.fail(echo ? value : undefined, lengthConstraint);
    if (!tooLong && matches !== undefined && !matches(value)) reading.fail(echo ? value : undefined, patternConstraint);
    return value;
  };
}

/**
 * Matches a whole string against the shape's pattern, where `.` is any character (AWS's patterns are written without
 * anchors but meant for the full text); undefined when there is nothing to match.
 */
export function matcherOf(shape: StringShape): Matcher | undefined {
  if (shape.matcher !== undefined || shape.pattern === undefined) return shape.matcher;
  const expression = new RegExp(`^(?:${shape.pattern})$`, 's');
  return (text) => expression.test(text);
}

function codePointCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
