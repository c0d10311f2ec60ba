/** The operations on the tags of a template, which its ARN names. */
import { operation } from '../../protocol/operation.ts';
import { inQuery, label, list, optional, required, structure } from '../../protocol/shapes/shape.ts';
import { ResourceNotFoundException, TooManyTagsException } from './errors.ts';
import { Arn, TagKey, Tags } from './scalars.ts';

const uri = '/tags/{resourceArn}';
const resourceArn = label(Arn);

export const tagOperations = {
  TagResource: operation('POST', uri, {
    input: structure('TagResourceRequest', { resourceArn, tags: required(Tags) }),
    output: structure('TagResourceResponse', {}),
    errors: [TooManyTagsException, ResourceNotFoundException],
    idempotent: true,
  }),
  UntagResource: operation('DELETE', uri, {
    input: structure('UntagResourceRequest', {
      resourceArn,
      tagKeys: inQuery(required(list('TagKeyList', TagKey, { min: 1, max: 50 }))),
    }),
    output: structure('UntagResourceResponse', {}),
    errors: [ResourceNotFoundException],
    idempotent: true,
  }),
  ListTagsForResource: operation('GET', uri, {
    input: structure('ListTagsForResourceRequest', { resourceArn }),
    output: structure('ListTagsForResourceResponse', { tags: optional(Tags) }),
    errors: [ResourceNotFoundException],
    readonly: true,
  }),
};
