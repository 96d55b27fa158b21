// GraphQL over HTTP: all audits of npm graphql-http against a running server.
// usage: AUTH="Bearer T" [SELECTION='{ stores { totalCount { value } } }'] node http-audit.mjs URL
// SELECTION takes the place of the audits' `{ __typename }`, so that compiled reads are audited too.
// Exit 1 on any error or warning.
import { serverAudits } from 'graphql-http';

const PLAIN = /(?<!mutation )\{ __typename \}/g;
const url = process.argv[2];
const selection = process.env.SELECTION;
const authorization = process.env.AUTH ? { authorization: process.env.AUTH } : {};

const asked = (text) => (selection ? text.replace(PLAIN, selection) : text);
const askedUrl = (target) => {
  const changed = new URL(target);
  const query = changed.searchParams.get('query');
  if (query) changed.searchParams.set('query', asked(query));
  return changed.toString();
};
const fetchFn = (target, init = {}) => fetch(askedUrl(target), {
  ...init,
  ...(typeof init.body === 'string' ? { body: asked(init.body) } : {}),
  headers: { ...authorization, ...init.headers },
});

const count = { ok: 0, notice: 0, warn: 0, error: 0 };
for (const audit of serverAudits({ url, fetchFn })) {
  const result = await audit.fn();
  count[result.status] += 1;
  if (result.status !== 'ok') console.log(result.status.toUpperCase(), audit.id, audit.name, '::', result.reason);
}
console.log(JSON.stringify(count));
process.exit(count.error || count.warn ? 1 : 0);
