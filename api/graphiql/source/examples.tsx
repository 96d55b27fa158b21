// The examples of the page, one a duty: as tabs at first, and to be had again from the side.
//
// They are files of the server, sent within the page, so that they can follow the graph without
// this bundle being made anew.
import { useEffect } from 'react';
import { pick, useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from '@graphiql/react';

type Example = { title: string; duty: string; query: string };

const written = document.getElementById('examples')?.textContent ?? '[]';
export const EXAMPLES: Example[] = JSON.parse(written);

const DAY_MS = 86_400_000;
const NARROW_PX = 720; // as in style.css

const HANDED_ON = /^#\s*\$(\w+)\s*<-\s*([\w.]+)\s*$/gm;
const LATER = 'filled in by an answer';

/** The week up to today and a handle of its own for those that ask, a place for what is handed on. */
export function variablesFor({ query }: Example): string {
  const day = (before: number) => new Date(Date.now() - before * DAY_MS).toISOString().slice(0, 10);
  const found: Record<string, string> = {};
  if (/\$since: Date!/.test(query)) Object.assign(found, { since: day(6), until: day(0) });
  if (/\$handle: String!/.test(query)) found.handle = `own-${Date.now().toString(36)}`;
  for (const [, name] of query.matchAll(HANDED_ON)) found[name!] = LATER;
  return Object.keys(found).length ? JSON.stringify(found, null, 2) : '';
}

export const EXAMPLES_PLUGIN: GraphiQLPlugin = {
  title: 'Examples',
  icon: () => (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5">
      <path d="M4 5.5h10M4 12h16M4 18.5h7" strokeLinecap="round" />
      <circle cx="18.5" cy="5.5" r="1.75" />
      <circle cx="15.5" cy="18.5" r="1.75" />
    </svg>
  ),
  content: Examples,
};

function Examples() {
  const { tabs, queryEditor, variableEditor } = useGraphiQL(
    pick('tabs', 'queryEditor', 'variableEditor'),
  );
  const { addTab, changeTab, setVisiblePlugin } = useGraphiQLActions();

  function open(example: Example) {
    const first = example.query.split('\n', 1)[0] ?? '';
    const held = tabs.findIndex((tab) => tab.query?.startsWith(first));
    if (held >= 0) changeTab(held);
    else {
      addTab();
      queryEditor?.setValue(example.query);
      variableEditor?.setValue(variablesFor(example));
    }
    if (innerWidth <= NARROW_PX) setVisiblePlugin(null); // it would hide what was opened
  }

  return (
    <section className="examples" aria-label="Examples">
      <h2>Examples</h2>
      <p>Real operations, by duty. Run one, then change it; what you close can be opened here again.</p>
      {EXAMPLES.map((example) => (
        <button type="button" key={example.title} onClick={() => open(example)}>
          <b>{example.title}</b>
          <span>{example.duty}</span>
        </button>
      ))}
    </section>
  );
}

/** Hands on what an answer brought: a line `# $order <- orders.edges.0.node.id` in the tab. */
export function useHandedOn(answer: unknown) {
  const { tabs, activeTabIndex, variableEditor } = useGraphiQL(
    pick('tabs', 'activeTabIndex', 'variableEditor'),
  );
  const { query, variables } = tabs[activeTabIndex] ?? {};

  // GraphiQL shows the query of the first tab by itself, but not its variables.
  useEffect(() => {
    if (variables && variableEditor?.getValue() === '') variableEditor.setValue(variables);
  }, [variableEditor]);

  useEffect(() => {
    if (!answer || !variableEditor) return;
    const found: Record<string, string> = {};
    for (const [, name, path] of (query ?? '').matchAll(HANDED_ON)) {
      const value = path!.split('.').reduce<any>((at, step) => at?.[step], answer);
      if (typeof value === 'string') found[name!] = value;
    }
    try {
      const before = JSON.parse(variableEditor.getValue().trim() || '{}');
      const after = { ...before, ...found };
      if (JSON.stringify(before) !== JSON.stringify(after))
        variableEditor.setValue(JSON.stringify(after, null, 2));
    } catch {
      // what is being typed there is left alone
    }
  }, [answer]); // only what has just arrived, not what is typed afterwards
}
