// How the editors look; the rest is in style.css.
import { useEffect } from 'react';
import { pick, useGraphiQL, useGraphiQLActions, useMonaco } from '@graphiql/react';

export const EDITOR_THEME = { light: 'tradepost-light', dark: 'tradepost-dark' };

type Palette = Record<
  'ground' | 'ink' | 'quiet' | 'accent' | 'wash' | 'keyword' | 'argument' | 'text' | 'number' | 'type',
  string
>;

const LIGHT: Palette = {
  ground: '#ffffff',
  ink: '#22302f',
  quiet: '#6a7674',
  accent: '#0f6a62',
  wash: '#0f6a6216',
  keyword: '#8a3f12',
  argument: '#5b4b8a',
  text: '#2f6b2a',
  number: '#9a4a00',
  type: '#0b6178',
};

const DARK: Palette = {
  ground: '#1b2423',
  ink: '#dbe4e1',
  quiet: '#8b9a97',
  accent: '#6fd0c0',
  wash: '#6fd0c01f',
  keyword: '#f0a878',
  argument: '#bcaef0',
  text: '#a6d792',
  number: '#f2c078',
  type: '#7fcbe6',
};

const brackets = (colour: string) =>
  Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, colour]));

function themeOf(base: 'vs' | 'vs-dark', colours: Palette) {
  const { ground, ink, quiet, accent, wash } = colours;
  const inks: [string, string][] = [
    ['', ink],
    ['comment', quiet],
    ['keyword', colours.keyword],
    ['key', colours.type],
    ['argument.identifier', colours.argument],
    ['type.identifier', colours.type],
    ['string', colours.text],
    ['string.key', colours.type],
    ['string.value', colours.text],
    ['number', colours.number],
    ['variable', colours.argument],
  ];
  return {
    base,
    inherit: true,
    rules: inks.flatMap(([token, colour]) =>
      ['', '.gql', '.json'].map((language) => ({
        token: token + (token ? language : ''),
        foreground: colour.slice(1),
      })),
    ),
    colors: {
      'editor.background': '#00000000',
      'editor.foreground': ink,
      'editorLineNumber.foreground': `${quiet}99`,
      'editorLineNumber.activeForeground': ink,
      ...brackets(quiet),
      'editor.selectionBackground': `${accent}38`,
      'scrollbar.shadow': '#00000000',
      'editorHoverWidget.background': ground,
      'editorWidget.background': ground,
      'editorSuggestWidget.background': ground,
      'editorSuggestWidget.selectedBackground': wash,
      'editorSuggestWidget.selectedForeground': accent,
      'editorSuggestWidget.highlightForeground': accent,
      'editorSuggestWidget.focusHighlightForeground': accent,
      'quickInput.background': ground,
      'quickInputList.focusBackground': wash,
      'quickInputList.focusForeground': ink,
      'list.hoverBackground': wash,
      'menu.background': ground,
      'menu.selectionBackground': wash,
      'menu.selectionForeground': accent,
      'toolbar.hoverBackground': wash,
      'textLink.foreground': accent,
      'textLink.activeForeground': accent,
      'editorLink.activeForeground': accent,
      'input.background': wash,
      focusBorder: accent,
    },
  };
}

const EDITOR = {
  fontSize: 13,
  lineHeight: 20,
  fontFamily: "ui-monospace, 'SF Mono', 'Cascadia Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  wordWrap: 'on',
  wrappingIndent: 'indent',
  guides: { indentation: false },
} as const;

/** Once Monaco is there, which is later than the page; and when the machine turns dark or light. */
export function EditorLooks() {
  const monaco = useMonaco((state) => state.monaco);
  const { theme, monacoTheme, queryEditor, variableEditor, responseEditor } = useGraphiQL(
    pick('theme', 'monacoTheme', 'queryEditor', 'variableEditor', 'responseEditor'),
  );
  const { setTheme } = useGraphiQLActions();

  useEffect(() => {
    monaco?.editor.defineTheme(EDITOR_THEME.light, themeOf('vs', LIGHT));
    monaco?.editor.defineTheme(EDITOR_THEME.dark, themeOf('vs-dark', DARK));
    if (monacoTheme) monaco?.editor.setTheme(monacoTheme);
  }, [monaco, monacoTheme]);

  useEffect(() => {
    for (const editor of [queryEditor, variableEditor, responseEditor]) editor?.updateOptions(EDITOR);
  }, [queryEditor, variableEditor, responseEditor]);

  useEffect(() => {
    const isDark = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => theme ?? setTheme(null); // a theme that was chosen stays
    isDark.addEventListener('change', follow);
    return () => isDark.removeEventListener('change', follow);
  }, [theme, setTheme]);
  return null;
}
