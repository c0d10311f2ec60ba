/** What SearchMessageTemplates looks for: words, filters, and an order. */
import { enumeration, list, optional, required, string, structure } from '../../protocol/shapes/shape.ts';
import { Flag } from './scalars.ts';

const FieldName = string('NonEmptyString', { min: 1, max: 4096 });

const QueryField = structure('MessageTemplateQueryField', {
  name: required(FieldName),
  values: required(
    list('MessageTemplateQueryValueList', string('MessageTemplateQueryValue', { min: 1, max: 1024 }), {
      min: 1,
      max: 5,
    }),
  ),
  operator: required(enumeration('MessageTemplateQueryOperator', ['CONTAINS', 'CONTAINS_AND_PREFIX'])),
  allowFuzziness: optional(Flag),
  priority: optional(enumeration('Priority', ['HIGH', 'MEDIUM', 'LOW'])),
});

const FilterField = structure('MessageTemplateFilterField', {
  name: required(FieldName),
  values: optional(
    list('MessageTemplateFilterValueList', string('MessageTemplateFilterValue', { min: 1, max: 2048 }), {
      min: 1,
      max: 5,
    }),
  ),
  operator: required(enumeration('MessageTemplateFilterOperator', ['EQUALS', 'PREFIX'])),
  includeNoExistence: optional(Flag),
});

const OrderField = structure('MessageTemplateOrderField', {
  name: required(FieldName),
  order: optional(enumeration('Order', ['ASC', 'DESC'])),
});

export const SearchExpression = structure('MessageTemplateSearchExpression', {
  queries: optional(list('MessageTemplateQueryFieldList', QueryField, { min: 0, max: 4 })),
  filters: optional(list('MessageTemplateFilterFieldList', FilterField, { min: 0, max: 10 })),
  orderOnField: optional(OrderField),
});
