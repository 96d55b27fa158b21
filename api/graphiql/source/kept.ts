// GraphiQL keeps its tabs and, beside them, the query and the variables that were typed last. When
// only one of these two was touched, it takes them for a further tab after a reload. So, before it
// starts, what was typed is put into the tab that was open, and the other way round.
const PARTS = ['query', 'variables'];
const TABS = 'graphiql:tabState';

try {
  const kept = JSON.parse(localStorage.getItem(TABS) ?? 'null');
  const open = kept.tabs[kept.activeTabIndex];
  for (const part of PARTS) {
    const typed = localStorage.getItem(`graphiql:${part}`);
    if (typed !== null) open[part] = typed;
    else if (open[part]) localStorage.setItem(`graphiql:${part}`, open[part]);
  }
  localStorage.setItem(TABS, JSON.stringify(kept));
} catch {
  for (const part of PARTS) localStorage.removeItem(`graphiql:${part}`); // no tabs yet
}

export {};
