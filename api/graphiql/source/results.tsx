// Below an answer: how far something is, and the files it names.
import { useMemo, useRef } from 'react';
import { pick, useGraphiQL } from '@graphiql/react';
import { useHandedOn } from './examples';

const MOST = 12;
const LONGEST = 2_000_000;
const PICTURE = /image|picture|thumbnail|poster|renderjob|\.(png|jpe?g|webp)$/i;
const NAMES = ['fileName', 'title', 'name', 'handle', 'number'];

type File = { url: URL; label: string; isPicture: boolean };
type Found = { files: File[]; more: number; progress?: number; state?: string };

export function Results({ events, isIn }: { events: number | null; isIn: boolean }) {
  const { tabs, activeTabIndex, isFetching } = useGraphiQL(
    pick('tabs', 'activeTabIndex', 'isFetching'),
  );
  const tab = tabs[activeTabIndex];
  const said = tab?.response;
  const listening = useRef<string>(undefined); // the tab whose events these are
  if (events === 0) listening.current = tab?.id;
  const isLive = events !== null && listening.current === tab?.id;
  const answer = useMemo(() => dataOf(said), [said]);
  const { files, more, progress, state } = useMemo(() => look(answer), [answer]);
  useHandedOn(answer);

  return (
    <>
      {!said && !isFetching && !isLive && <Welcome isIn={isIn} />}
      {isLive && (
        <div className="live" role="status">
          <span className="lamp" aria-hidden="true" />
          <span>{events === 0 ? 'Waiting for the first event' : `Event ${events}`}</span>
          {state && <b>{state.toLowerCase()}</b>}
          {progress !== undefined && <progress value={progress} max={1} aria-label="Progress" />}
        </div>
      )}
      {files.length > 0 && (
        <ul className={files.length === 1 ? 'files alone' : 'files'} aria-label="Files of this answer">
          {files.map(({ url, label, isPicture }) => (
            <li key={url.href}>
              <a href={url.href} {...(isWithin(url) ? { download: label } : apart(url))}>
                {isPicture && (url.origin === location.origin || isWithin(url)) && (
                  <img src={url.href} alt="" loading="lazy" onError={(event) => event.currentTarget.remove()} />
                )}
                <span>{label}</span>
              </a>
            </li>
          ))}
          {more > 0 && <li className="more">and {more} more</li>}
        </ul>
      )}
    </>
  );
}

function Welcome({ isIn }: { isIn: boolean }) {
  return (
    <div className="welcome">
      <h2>{isIn ? 'Answers appear here' : 'One graph for the whole shop'}</h2>
      <ol>
        {!isIn && <li>Paste your token at the top of the page.</li>}
        <li>
          Press <b>▶</b> to run an operation, or <kbd>Ctrl</kbd> <kbd>Enter</kbd> with the cursor in it.
        </li>
        <li>
          The book, or the mouse over a name, tells what each type and field means; <kbd>Ctrl</kbd>{' '}
          <kbd>Space</kbd> what can be written next.
        </li>
        <li>Each tab is a duty in the shop. The list beside the book opens them again.</li>
      </ol>
    </div>
  );
}

function dataOf(said: string | null | undefined): unknown {
  if (!said || said.length > LONGEST) return undefined;
  try {
    return JSON.parse(said).data;
  } catch {
    return undefined;
  }
}

/** Every address under a name that ends in `url`, and the first progress between 0 and 1. */
function look(answer: unknown): Found {
  const found: Found = { files: [], more: 0 };
  const seen = new Set<string>();

  function walk(here: unknown, above: string, path: string) {
    if (Array.isArray(here)) here.forEach((item) => walk(item, above, path));
    else if (here && typeof here === 'object') {
      const fields = here as Record<string, unknown>;
      const named = NAMES.map((name) => fields[name]).find((name) => name && typeof name === 'string');
      const label = typeof named === 'string' ? named : above;
      const part = partOf(fields.progress);
      if (found.progress === undefined && part !== undefined) {
        found.progress = part;
        if (typeof fields.state === 'string') found.state = fields.state;
      }
      for (const [key, value] of Object.entries(fields))
        if (typeof value !== 'string') walk(value, label, `${path} ${key}`);
        else if (/url$/i.test(key))
          keep(value, label || inWords(key.replace(/url$/i, '') || holderOf(path)), `${path} ${key}`);
    }
  }

  /** What the field is called that holds the address: `mediaPreview` of `mediaPreview { url }`. */
  const holderOf = (path: string) => path.slice(path.lastIndexOf(' ') + 1) || 'file';

  function keep(value: string, label: string, path: string) {
    const url = addressOf(value);
    if (!url || seen.has(url.href)) return;
    seen.add(url.href);
    if (found.files.length === MOST) found.more += 1;
    else found.files.push({ url, label, isPicture: PICTURE.test(path + url.pathname) });
  }

  walk(answer, '', '');
  return found;
}

const inWords = (name: string) => name.replace(/(?<=[a-z])[A-Z]/g, ' $&').toLowerCase();

/** A share of 1, as a number or as a decimal in text. */
function partOf(value: unknown): number | undefined {
  const part = typeof value === 'string' && value ? Number(value) : value;
  return typeof part === 'number' && part >= 0 && part <= 1 ? part : undefined;
}

/** A picture that stands in the answer itself; browsers save it, but open none from a page. */
const isWithin = (url: URL) => url.protocol === 'data:';
const apart = (url: URL) => ({ target: '_blank', rel: 'noopener noreferrer', title: url.href });

function addressOf(value: string): URL | undefined {
  if (!/^(https?:\/\/|\/|data:image\/(jpeg|png|webp);)/i.test(value)) return undefined;
  try {
    return new URL(value, document.baseURI);
  } catch {
    return undefined;
  }
}
