// The page at /graphiql/: GraphiQL with a token box, the duties' examples, and Tradepost's looks.
import './nonce';
import './kept';
import './workers';
import { useCallback, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { DOC_EXPLORER_PLUGIN } from '@graphiql/plugin-doc-explorer';
import { fetcherFor } from './asking';
import { EXAMPLES, EXAMPLES_PLUGIN, variablesFor } from './examples';
import { EDITOR_THEME, EditorLooks } from './looks';
import { Results } from './results';
import { Notice, TokenBox, useSignIn } from './sign-in';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import mark from './mark.svg';
import './style.css';

const PLUGINS = [EXAMPLES_PLUGIN, HISTORY_PLUGIN];
const TABS = EXAMPLES.map((example) => ({ query: example.query, variables: variablesFor(example) }));

function Page() {
  const { token, signIn, use, refused } = useSignIn();
  const [events, count] = useState<number | null>(null);
  const event = useCallback(count, []);
  const fetcher = useMemo(() => fetcherFor(token, { refused, event }), [token, refused, event]);
  return (
    <>
      <header className="head">
        <h1>
          <img className="mark" src={mark} alt="" />
          Tradepost <small>GraphiQL</small>
        </h1>
        <TokenBox signIn={signIn} use={use} />
      </header>
      <Notice signIn={signIn} />
      <GraphiQL
        fetcher={fetcher}
        schema={signIn.state === 'good' && signIn.describes ? undefined : null}
        plugins={PLUGINS}
        referencePlugin={DOC_EXPLORER_PLUGIN}
        defaultTabs={TABS}
        editorTheme={EDITOR_THEME}
        defaultEditorToolsVisibility="variables"
        isHeadersEditorEnabled={false}
        shouldPersistHeaders={false}
        inputValueDeprecation
        schemaDescription
      >
        <GraphiQL.Logo>
          <EditorLooks />
        </GraphiQL.Logo>
        <GraphiQL.Footer>
          <Results events={events} isIn={signIn.state === 'good'} />
        </GraphiQL.Footer>
      </GraphiQL>
    </>
  );
}

createRoot(document.getElementById('page')!).render(<Page />);
