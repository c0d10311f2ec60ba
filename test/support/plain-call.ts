/** Calls by plain HTTP and JSON, for tests that must not have an SDK between them and the service: it retries, and is slow. */

export interface PlainAnswer {
  readonly status: number;
  /** The bare name of the exception; empty for a success. */
  readonly errorType: string;
  /** Parsed JSON; an empty object when there is no body. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** There is no whole answer: the service is not there, or was not there any more. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** Sends one request; rejects with NoAnswer when nothing whole comes back. */
export async function plainCall(
  url: string,
  method: string,
  path: string,
  body?: string | object,
): Promise<PlainAnswer> {
  const { status, headers, text } = await exchange(`${url}${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  });
  return {
    status,
    errorType: headers.get('x-amzn-errortype') ?? '',
    // What our own service answers is an object, or nothing.
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

async function exchange(url: string, init: RequestInit): Promise<{ status: number; headers: Headers; text: string }> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    throw new NoAnswer(`no answer from ${url}`, { cause: error });
  }
}
