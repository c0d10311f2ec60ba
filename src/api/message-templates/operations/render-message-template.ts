/** RenderMessageTemplate: what a template says with these attributes; a placeholder without a value stays as it is. */
import type { OperationDeps } from '../operation-deps.ts';
import { ownTemplate } from '../own-template.ts';
import type { Operations } from '../shapes/service.ts';

/** Without a qualifier, $LATEST is meant, as for GetMessageTemplate. */
export function renderMessageTemplate(deps: OperationDeps): Operations['RenderMessageTemplate'] {
  return async (context, input) => {
    const { template, version } = await ownTemplate(deps, context, input);
    const { content, sourceConfiguration, defaultAttributes } = version ?? template;
    const rendered = content && deps.render(content, input.attributes, { defaultAttributes });
    return {
      content: rendered?.content,
      attributesNotInterpolated: rendered?.attributesNotInterpolated ?? [],
      sourceConfigurationSummary: sourceConfiguration,
    };
  };
}
