// Which packages really went into the bundle, with their licences.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

type Package = { name: string; version: string; licence: string; home: string; texts: string[] };

const LICENCE = /^(licen[cs]e|copying|notice|thirdpartynotices)([.-].*)?$/i;

function packageAt(folder: string): Package {
  const said = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const repository = typeof said.repository === 'string' ? said.repository : said.repository?.url;
  const texts = readdirSync(folder)
    .filter((name) => LICENCE.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  return {
    name: said.name,
    version: said.version,
    licence: said.license ?? 'unknown',
    home: homeOf(repository ?? said.homepage ?? ''),
    texts,
  };
}

function homeOf(url: string): string {
  const short = url.match(/^(?:github:)?([\w.-]+\/[\w.-]+)$/);
  if (short) return `https://github.com/${short[1]}`;
  return url
    .replace(/^git\+/, '')
    .replace(/^(git|ssh):\/\/(git@)?/, 'https://')
    .replace(/^git@github\.com:/, 'https://github.com/')
    .replace(/\.git(#.*)?$/, '');
}

function folderOf(id: string): string | undefined {
  const path = id.replace(/^\0+/, '').split('?')[0] ?? '';
  const found = path.match(/^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/);
  return found && existsSync(join(found[0], 'package.json')) ? found[0] : undefined;
}

export function notices() {
  const folders = new Set<string>();
  return {
    /** For the page and for its workers: notes what is bundled. */
    watching: (): Plugin => ({
      name: 'notices-watching',
      generateBundle(_, bundle) {
        for (const file of Object.values(bundle)) {
          const ids = file.type === 'chunk' ? file.moduleIds : [];
          for (const id of ids) {
            const folder = folderOf(id);
            if (folder) folders.add(folder);
          }
        }
      },
    }),
    /** Last of all, when the workers are done too. */
    writing: (): Plugin => ({
      name: 'notices-writing',
      enforce: 'post',
      generateBundle: {
        order: 'post',
        handler() {
          const packages = [...folders].map(packageAt).sort((a, b) => (a.name < b.name ? -1 : 1));
          const silent = packages.filter((one) => one.licence === 'unknown' || !one.home);
          if (silent.length) this.error(`No licence or source: ${silent.map((one) => one.name)}`);
          const listed = packages.map(({ texts: _texts, ...rest }) => rest);
          const whole = packages.map(
            ({ name, version, licence, home, texts }) =>
              `${name} ${version}, ${licence}, ${home}\n\n${texts.join('\n\n') || 'It comes without a text of its licence.'}`,
          );
          this.emitFile({ type: 'asset', fileName: 'packages.json', source: JSON.stringify(listed) });
          this.emitFile({
            type: 'asset',
            fileName: 'LICENCES.txt',
            source: whole.join(`\n\n${'='.repeat(80)}\n\n`) + '\n',
          });
        },
      },
    }),
  };
}
