/** The demo's Maildir from the reader's side: which request each mail came from, and the one click that ends them. */
import { simpleParser } from 'mailparser';

export interface MailedRequests {
  /** How often each request's mail lies in the Maildir. */
  readonly byRequest: ReadonlyMap<string, number>;
  /** Mails of requests that had one before. */
  readonly twice: number;
}

/** Counts mails by the request that their Message-ID names. */
export function mailedRequests(mails: readonly Buffer[]): MailedRequests {
  const byRequest = new Map<string, number>();
  for (const mail of mails) {
    const requestId = /^Message-ID:\s*<([^@]+)@/im.exec(mail.toString('latin1'))?.[1] ?? 'no Message-ID';
    byRequest.set(requestId, (byRequest.get(requestId) ?? 0) + 1);
  }
  return { byRequest, twice: mails.length - byRequest.size };
}

/** Does what a mail program does when its reader unsubscribes (RFC 8058 section 3.1). */
export async function askToUnsubscribe(mail: Buffer): Promise<void> {
  const { headers } = await simpleParser(mail);
  const list = headers.get('list');
  const url = (list as { unsubscribe?: { url?: string } } | undefined)?.unsubscribe?.url;
  if (url === undefined) throw new Error('a mail has no List-Unsubscribe');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`unsubscribing answered ${response.status}`);
}
