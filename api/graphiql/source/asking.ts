// How an operation reaches the server: by POST, a subscription by graphql-transport-ws.
import { getOperationAST, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import type { Fetcher, FetcherParams } from '@graphiql/toolkit';

const ENDPOINT = new URL('../graphql', document.baseURI);
const SOCKET = new URL(ENDPOINT);
SOCKET.protocol = ENDPOINT.protocol === 'https:' ? 'wss:' : 'ws:';

const NO_TOKEN = 'No token yet. Paste one into the box at the top of the page.';
const REFUSED = 'The server closed the subscription';

export type Answer = { status: number; body: any };

export type Heard = {
  /** The server did not accept the token. */
  refused(): void;
  /** A subscription brought its so-manieth event; null when another operation was begun. */
  event(count: number | null): void;
};

/** Raises an Error that can be shown when there is no answer in JSON. */
export async function post(token: string, body: unknown): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(ENDPOINT, {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      credentials: 'omit',
    });
  } catch {
    throw new Error('The server cannot be reached. Is `tradepost serve` still running?');
  }
  try {
    return { status: response.status, body: await response.json() };
  } catch {
    throw new Error(`The server answered with status ${response.status} and no JSON.`);
  }
}

/** Of one token; made anew for another. */
export function fetcherFor(token: string, heard: Heard): Fetcher {
  const socket = createClient({
    url: SOCKET.href,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 2,
    shouldRetry: (closed) => !(closed instanceof CloseEvent && closed.code >= 4000),
  });

  async function* listen({ query, variables, operationName }: FetcherParams) {
    let count = 0;
    heard.event(count);
    const asked = { query, variables, operationName: operationName ?? undefined };
    const events = socket.iterate<any>(asked as Parameters<typeof socket.iterate>[0]);
    try {
      for await (const event of events) {
        heard.event(++count);
        yield event;
      }
    } catch (failed) {
      throw failed instanceof CloseEvent ? closed(failed) : failed;
    }
  }

  return async (params) => {
    if (!token) return { errors: [{ message: NO_TOKEN }] } as any;
    if (params.operationName !== 'IntrospectionQuery') heard.event(null);
    if (kindOf(params) === 'subscription') return listen(params);
    const { status, body } = await post(token, params);
    if (status === 401) heard.refused();
    return body;
  };
}

function kindOf({ query, operationName }: FetcherParams): string | undefined {
  try {
    return getOperationAST(parse(query), operationName)?.operation;
  } catch {
    return undefined; // the server says better what is wrong
  }
}

function closed({ code, reason }: CloseEvent): Error {
  if (code === 1006) return new Error(`${REFUSED}, or cannot be reached (1006).`);
  return new Error(`${REFUSED}: ${reason || 'it said no more'} (${code}).`);
}
