/** The operations on the tags of a resource, which its ARN names. */
import { operation } from '../../protocol/operation.ts';
import { inQuery, label, list, optional, required, structure } from '../../protocol/shapes/shape.ts';
import {
  AccessDeniedException,
  InternalServerException,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from './errors.ts';
import { Arn, TagKey, TagMap } from './scalars.ts';

const errors = [
  InternalServerException,
  ResourceNotFoundException,
  ValidationException,
  AccessDeniedException,
  ThrottlingException,
];

export const tagOperations = {
  TagResource: operation('POST', '/v2/tags/{arn}', {
    input: structure('TagResourceRequest', { arn: label(Arn), tags: required(TagMap) }),
    errors,
    idempotent: true,
  }),
  UntagResource: operation('DELETE', '/v2/tags/{arn}', {
    input: structure('UntagResourceRequest', {
      arn: label(Arn),
      tagKeys: inQuery(required(list('TagKeyList', TagKey, { min: 0, max: 50 }))),
    }),
    errors,
    idempotent: true,
  }),
  ListTagsForResource: operation('GET', '/v2/tags/{arn}', {
    input: structure('ListTagsForResourceRequest', { arn: label(Arn) }),
    output: structure('ListTagsForResourceResponse', { tags: optional(TagMap) }),
    errors,
  }),
};
