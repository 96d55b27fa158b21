// What Vite made, packed for the server; and the table of THIRD_PARTY.md. Called by ./rebuild.
// usage: node pack.mjs MADE ROOT [--check]
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const [made, root, ...options] = process.argv.slice(2);
const onlyLooks = options.includes('--check');
const source = join(root, 'api/graphiql/source');
const target = join(root, 'api/graphiql/built');
const table = join(root, 'THIRD_PARTY.md');
const APART = ['packages.json', 'LICENCES.txt'];
const [BEGIN, END] = ['<!-- bundled: begin -->', '<!-- bundled: end -->'];

const hash = (...parts) => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
};
const filesOf = (folder) =>
  readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile()).sort();

// The same sum as in tests/api/test_graphiql.py.
const sources = hash(
  ...filesOf(source).flatMap((name) => [`${name}\0`, readFileSync(join(source, name)), '\0']),
);
const files = filesOf(made).filter((name) => !APART.includes(name));
const content = (name) => readFileSync(join(made, name));
const one = (pattern) => files.find((name) => pattern.test(name)) ?? process.exit(1);
const built = {
  sources,
  entry: one(/^main-.*\.js$/),
  style: one(/^main-.*\.css$/),
  icon: one(/^mark-.*\.svg$/),
  files: Object.fromEntries(files.map((name) => [name, hash(content(name))])),
};

const packages = JSON.parse(content('packages.json'));
const rows = packages.map(({ name, version, licence, home }) => `| ${name} | ${version} | ${licence} | ${home} |`);
const before = readFileSync(table, 'utf8');
const [head, rest] = before.split(BEGIN);
const listed = ['| package | version | licence | source |', '| --- | --- | --- | --- |', ...rows];
const after = `${head}${BEGIN}\n${listed.join('\n')}\n${END}${rest.split(END)[1]}`;

if (onlyLooks) {
  const wrong = [];
  const said = JSON.parse(readFileSync(join(target, 'built.json'), 'utf8'));
  if (JSON.stringify(said) !== JSON.stringify(built)) wrong.push('built.json');
  for (const name of files) {
    const kept = join(target, `${name}.gz`);
    try {
      if (!gunzipSync(readFileSync(kept)).equals(content(name))) wrong.push(name);
    } catch {
      wrong.push(name);
    }
  }
  if (!readFileSync(join(target, 'LICENCES.txt')).equals(content('LICENCES.txt'))) wrong.push('LICENCES.txt');
  if (before !== after) wrong.push('THIRD_PARTY.md');
  if (wrong.length) {
    console.error(`Stale, run api/graphiql/source/rebuild: ${wrong.join(', ')}`);
    process.exit(1);
  }
  console.log(`${files.length} files, as committed`);
} else {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  let bytes = 0;
  for (const name of files) {
    const packed = gzipSync(content(name), { level: 9 });
    bytes += packed.length;
    writeFileSync(join(target, `${name}.gz`), packed);
  }
  writeFileSync(join(target, 'LICENCES.txt'), content('LICENCES.txt'));
  writeFileSync(join(target, 'built.json'), `${JSON.stringify(built, null, 1)}\n`);
  writeFileSync(table, after);
  console.log(`${files.length} files, ${bytes} bytes packed; ${packages.length} packages`);
}
