/** Segments: named groups of profiles that segment campaigns reach, given as a list or as conditions on attributes. */
import type { Instant } from '../../lib/clock.ts';
import type { Profile } from '../profile.ts';

export interface Segment {
  /** 12 digits. */
  readonly account: string;
  /** Unique in the account; the last part of the ARN by which campaigns name it. */
  readonly name: string;
  readonly changedAt: Instant;
  readonly definition: SegmentDefinition;
}

export type SegmentDefinition =
  | { readonly kind: 'list'; readonly profileIds: readonly string[] }
  /** Every condition must hold; a segment without any is everybody. */
  | { readonly kind: 'filter'; readonly conditions: readonly ProfileCondition[] };

/** On one attribute of a profile. */
export type ProfileCondition =
  | { readonly attribute: string; readonly equals: string }
  | { readonly attribute: string; readonly in: readonly string[] }
  | { readonly attribute: string; readonly exists: boolean };

/** Whether a profile fulfils all conditions. An attribute that a profile lacks equals nothing. */
export function fulfils({ attributes }: Pick<Profile, 'attributes'>, conditions: readonly ProfileCondition[]): boolean {
  return conditions.every((condition) => {
    const value = Object.hasOwn(attributes, condition.attribute) ? attributes[condition.attribute] : undefined;
    if ('exists' in condition) return (value !== undefined) === condition.exists;
    if (value === undefined) return false;
    return 'equals' in condition ? value === condition.equals : condition.in.includes(value);
  });
}

/** The segment that an ARN names: `people` for arn:aws:profile:us-east-1:123456789012:domains/d/segment-definitions/people. */
export function segmentNameOf(segmentArn: string): string {
  return segmentArn.slice(Math.max(segmentArn.lastIndexOf('/'), segmentArn.lastIndexOf(':')) + 1);
}
