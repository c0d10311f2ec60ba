/**
 * One-click unsubscribe (RFC 8058). A mail provider posts `List-Unsubscribe=One-Click`, without cookies and without
 * following redirects; a person gets a page whose button posts the same. Scanners of mail fetch every link, so GET changes
 * nothing.
 */
import type { HttpRequest, HttpResponse } from '../api/protocol/http-message.ts';
import type { MailLink } from '../domain/mail-link.ts';
import { normaliseRecipient } from '../domain/recipient.ts';
import type { HookContext } from './context.ts';
import { comeBackLater, confirmUnsubscribe, notFound, notUnsubscribed, tooOften, unsubscribed } from './pages.ts';

type UnsubscribeLink = Extract<MailLink, { kind: 'unsubscribe' }>;

/** Both ways in which the one field may come take less. */
const BODY_MAX_BYTES = 4_096;

/** Puts the recipient on the list of the campaign's instance for EMAIL, which is durable before the 200. */
export async function unsubscribe(
  link: UnsubscribeLink,
  request: HttpRequest,
  context: HookContext,
): Promise<HttpResponse> {
  if (request.method !== 'POST') return confirmUnsubscribe();
  if (!isOneClick(request)) return notUnsubscribed();
  if (!context.mayAct(link)) return tooOften();
  const recipient = normaliseRecipient(link.address);
  if (recipient === undefined) return notFound();
  try {
    const campaign = await context.campaigns.get(link.campaignId);
    if (campaign === undefined) return notFound();
    const added = await context.recipients.suppress({
      connectInstanceId: campaign.connectInstanceId,
      entries: [{ recipient, channelSubtype: 'EMAIL' }],
      at: context.clock.now(),
    });
    if (added > 0) await tell(link, context);
    return unsubscribed();
  } catch (error) {
    context.log.error('an unsubscribe could not be kept', { requestId: link.requestId, error });
    return comeBackLater();
  }
}

/** SES's word for what a click on List-Unsubscribe makes. The list is what counts: what goes wrong here changes no answer. */
async function tell({ requestId }: UnsubscribeLink, { onReceipt, clock, log }: HookContext): Promise<void> {
  const receipt = { channelSubtype: 'EMAIL', reference: requestId, at: clock.now(), status: 'Subscription' } as const;
  await onReceipt(receipt).catch((error: unknown) => {
    log.debug('an unsubscribe belongs to no attempt', { requestId, error });
  });
}

/**
 * RFC 8058 section 3.2: the field comes as application/x-www-form-urlencoded or as multipart/form-data. Both say these two
 * words; that the sender may say them, the token proves.
 */
function isOneClick({ body }: HttpRequest): boolean {
  if (body.length > BODY_MAX_BYTES) return false;
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1');
  return text.includes('List-Unsubscribe') && text.includes('One-Click');
}
