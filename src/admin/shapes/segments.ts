/** Segments of the profile directory. */
import { operation } from '../../api/protocol/operation.ts';
import {
  boolean,
  inQuery,
  label,
  list,
  optional,
  required,
  string,
  structure,
} from '../../api/protocol/shapes/shape.ts';
import { anyErrors, withNotFound } from './errors.ts';
import { Limit, Time } from './scalars.ts';

/** What the last part of a segment's ARN can be. */
const SegmentName = string('SegmentName', { min: 1, max: 255, pattern: '[a-zA-Z0-9_-]+' });

/** As in the model of the campaigns API. */
const ProfileId = string('SegmentProfileId', { pattern: '[a-f0-9]{32}', private: true });

/** A list is stored and read whole: 350 KB. Who has more people gives them an attribute, and asks for that. */
const PROFILE_IDS_MAX = 10_000;
/** Looked through for every profile of the directory. */
const CONDITIONS_MAX = 20;
const VALUES_MAX = 1_000;

const AttributeName = string('AttributeName', { min: 1, max: 255 });
const AttributeValue = string('AttributeValue', { max: 32_767, sensitive: true });

const ProfileCondition = structure('ProfileCondition', {
  attribute: required(AttributeName),
  equals: optional(AttributeValue),
  in: optional(list('AttributeValues', AttributeValue, { min: 1, max: VALUES_MAX })),
  exists: optional(boolean('Exists')),
});

const members = {
  profileIds: optional(list('SegmentProfileIds', ProfileId, { max: PROFILE_IDS_MAX })),
  filter: optional(list('ProfileFilter', ProfileCondition, { max: CONDITIONS_MAX })),
};

export const Segment = structure('Segment', { name: required(SegmentName), changedAt: required(Time), ...members });

export const segmentOperations = {
  ListSegments: operation('GET', '/admin/v1/segments', {
    input: structure('ListSegmentsRequest', {
      limit: inQuery(optional(Limit)),
      cursor: inQuery(optional(SegmentName)),
    }),
    output: structure('ListSegmentsResponse', {
      segments: required(list('Segments', Segment)),
      cursor: optional(SegmentName),
    }),
    errors: anyErrors,
    readonly: true,
  }),
  PutSegment: operation('PUT', '/admin/v1/segments/{name}', {
    input: structure('PutSegmentRequest', { name: label(SegmentName), ...members }),
    output: Segment,
    errors: anyErrors,
    idempotent: true,
  }),
  GetSegment: operation('GET', '/admin/v1/segments/{name}', {
    input: structure('GetSegmentRequest', { name: label(SegmentName) }),
    output: Segment,
    errors: withNotFound,
    readonly: true,
  }),
  DeleteSegment: operation('DELETE', '/admin/v1/segments/{name}', {
    input: structure('DeleteSegmentRequest', { name: label(SegmentName) }),
    errors: withNotFound,
    idempotent: true,
  }),
};
