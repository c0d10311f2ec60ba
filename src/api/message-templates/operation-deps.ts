/** What the operations need of the rest of the house, and no more of it than they use. */
import type { TemplateAttributes, TemplateContent } from '../../domain/templates/content.ts';
import type { Clock } from '../../lib/clock.ts';
import type { IdSource } from '../../lib/ids.ts';
import type { TemplateStore } from '../../store/template-store.ts';
import type { Pagination } from '../protocol/pagination.ts';

export interface OperationDeps {
  readonly templates: Omit<TemplateStore, 'onChange'>;
  /** Fills a template in; never throws. */
  readonly render: RenderContent;
  /** Business time. */
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: IdSource;
  /** Tokens of the listings. */
  readonly pagination: Pagination;
}

/** The content with the values of `attributes`, else with the defaults, and the names that have neither. */
export type RenderContent = (
  content: TemplateContent,
  attributes: TemplateAttributes,
  template: { readonly defaultAttributes?: TemplateAttributes | undefined },
) => { readonly content: TemplateContent; readonly attributesNotInterpolated: readonly string[] };
