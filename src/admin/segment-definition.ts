/** What a segment says, between the members of the wire and the domain. */
import { validationError } from '../api/protocol/errors.ts';
import type { Infer, Reply } from '../api/protocol/shapes/infer.ts';
import type { ProfileCondition, Segment, SegmentDefinition } from '../domain/segments/segment.ts';
import type { Segment as SegmentShape } from './shapes/segments.ts';

type Wire = Infer<typeof SegmentShape>;
type Members = Pick<Wire, 'profileIds' | 'filter'>;
type WireCondition = NonNullable<Wire['filter']>[number];

/** Throws the ValidationException that says what is ambiguous. */
export function readDefinition({ profileIds, filter }: Members): SegmentDefinition {
  if (profileIds !== undefined && filter === undefined) return { kind: 'list', profileIds: [...new Set(profileIds)] };
  if (filter !== undefined && profileIds === undefined)
    return { kind: 'filter', conditions: filter.map(readCondition) };
  throw validationError("A segment has either 'profileIds' or 'filter'");
}

function readCondition({ attribute, equals, in: among, exists }: WireCondition): ProfileCondition {
  const given = [equals, among, exists].filter((member) => member !== undefined);
  if (given.length === 1) {
    if (equals !== undefined) return { attribute, equals };
    if (among !== undefined) return { attribute, in: among };
    if (exists !== undefined) return { attribute, exists };
  }
  throw validationError("A condition of 'filter' has exactly one of 'equals', 'in' and 'exists'");
}

export function shownSegment({ name, changedAt, definition }: Segment): Reply<typeof SegmentShape> {
  return definition.kind === 'list'
    ? { name, changedAt, profileIds: definition.profileIds }
    : { name, changedAt, filter: definition.conditions };
}
