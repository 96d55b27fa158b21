// The token box, and who one is by it.
//
// The token is kept in sessionStorage: it survives a reload, and goes when the browser's tab is
// closed. A shop's computer is shared; in localStorage it would outlive whoever pasted it. It is
// never in the address, where histories and logs would keep it.
import { useCallback, useEffect, useState, type FormEvent } from 'react';
import { post } from './asking';

const KEPT = 'tradepost:token';
const WHO = '{ viewer { user { name } organization { name } } }';
const SCHEMA = '{ __schema { queryType { name } } }';

export type SignIn =
  | { state: 'none' | 'asking' | 'refused' }
  | { state: 'unclear'; why: string }
  | { state: 'good'; name: string; house: string; describes: boolean };

export function useSignIn() {
  const [token, keep] = useState(() => sessionStorage.getItem(KEPT) ?? '');
  const [signIn, say] = useState<SignIn>({ state: token ? 'asking' : 'none' });

  const use = useCallback((given: string) => {
    sessionStorage.setItem(KEPT, given);
    keep(given);
    say({ state: 'asking' });
  }, []);

  const refused = useCallback(() => say({ state: 'refused' }), []);

  useEffect(() => {
    let isOld = false;
    if (token)
      whoIs(token).then((found) => {
        if (!isOld) say(found);
      });
    return () => {
      isOld = true;
    };
  }, [token]);

  return { token, signIn, use, refused };
}

/** Anew, so that no answer stays on the page: GraphiQL keeps operations, but never answers. */
function leave() {
  sessionStorage.removeItem(KEPT);
  location.reload();
}

async function whoIs(token: string): Promise<SignIn> {
  try {
    const [{ status, body }, schema] = await Promise.all([
      post(token, { query: WHO }),
      post(token, { query: SCHEMA }),
    ]);
    if (status === 401) return { state: 'refused' };
    const viewer = body.data?.viewer;
    if (!viewer) return { state: 'unclear', why: body.errors?.[0]?.message ?? 'It is unclear who you are.' };
    return {
      state: 'good',
      name: viewer.user?.name ?? 'A program',
      house: viewer.organization?.name ?? '',
      describes: Boolean(schema.body.data?.__schema),
    };
  } catch (failed) {
    return { state: 'unclear', why: (failed as Error).message };
  }
}

export function TokenBox({ signIn, use }: { signIn: SignIn; use(token: string): void }) {
  const [typed, type] = useState('');

  function submit(event: FormEvent) {
    event.preventDefault();
    const token = typed.trim().replace(/^(token|bearer)\s+/i, '');
    if (!token) return;
    type('');
    use(token);
  }

  if (signIn.state === 'good' || signIn.state === 'asking')
    return (
      <div className="who" data-state={signIn.state}>
        <span className="lamp" aria-hidden="true" />
        <span className="name">
          {signIn.state === 'good' ? (
            <>
              {signIn.name} <small>{signIn.house}</small>
            </>
          ) : (
            'Signing in…'
          )}
        </span>
        <button type="button" className="plain" onClick={leave}>
          Sign out
        </button>
      </div>
    );
  return (
    <form className="token" onSubmit={submit}>
      <label htmlFor="token">Token</label>
      <input
        id="token"
        type="password"
        autoComplete="off"
        spellCheck={false}
        placeholder="tp_…"
        value={typed}
        onChange={(event) => type(event.target.value)}
        autoFocus
      />
      <button type="submit">Sign in</button>
    </form>
  );
}

export function Notice({ signIn }: { signIn: SignIn }) {
  if (signIn.state === 'asking') return null;
  if (signIn.state === 'good')
    return signIn.describes ? null : (
      <p className="notice" role="status" data-state="good">
        <b>This server does not describe its graph</b>, as is usual in production: no docs and no
        completion here. Operations run as ever.
      </p>
    );
  return (
    <p className="notice" role="status" data-state={signIn.state}>
      {signIn.state === 'none' && <b>Sign in with a token.</b>}
      {signIn.state === 'refused' && <b>This token is not, or no longer, good.</b>}
      {signIn.state === 'unclear' && <b>{signIn.why}</b>}{' '}
      {signIn.state !== 'unclear' && (
        <>
          <code>tradepost serve --demo</code> prints a fresh one in its terminal at every start, and
          the one before stops working. For your own data:{' '}
          <code>tradepost token create --role MANAGER</code>
        </>
      )}
    </p>
  );
}
