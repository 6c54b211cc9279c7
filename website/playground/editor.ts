import { javascript } from '@codemirror/lang-javascript';
import { HighlightStyle, ensureSyntaxTree, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { Prec, Transaction } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import { EditorView, basicSetup } from 'codemirror';
import type { Failure } from './result.js';

// The colours are those of the page, so that it is dark where the page is.
const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--code-number)' },
  { tag: [tags.comment], color: 'var(--code-comment)' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName)],
    color: 'var(--code-function)',
  },
  { tag: [tags.typeName, tags.className], color: 'var(--code-type)' },
]);

const theme = EditorView.theme({
  '&': { color: 'var(--vp-c-text-1)', backgroundColor: 'var(--vp-code-block-bg)', fontSize: '13px' },
  '.cm-scroller': { fontFamily: 'var(--vp-font-family-mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--vp-c-text-1)' },
  '.cm-cursor': { borderLeftColor: 'var(--vp-c-text-1)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--vp-c-text-2)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--vp-c-default-soft)' },
  '&.cm-focused': { outline: '2px solid var(--vp-c-brand-1)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--code-selection)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--vp-c-bg-elv)',
    color: 'var(--vp-c-text-1)',
    border: '1px solid var(--vp-c-divider)',
  },
});

/** An editor of TypeScript; `changed` is called with the code after each change by hand or by `replace`. */
export function createEditor(parent: HTMLElement, doc: string, changed: (code: string) => void): EditorView {
  return new EditorView({
    parent,
    doc,
    extensions: [
      Prec.high(syntaxHighlighting(highlight)),
      basicSetup,
      lintGutter(),
      javascript({ typescript: true }),
      theme,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': 'Code', tabindex: '0' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
    ],
  });
}

/** Other code, which is not undone. */
export function load(editor: EditorView, code: string): void {
  editor.dispatch({
    changes: { from: 0, to: editor.state.doc.length, insert: code },
    annotations: Transaction.addToHistory.of(false),
  });
}

export function replace(editor: EditorView, insert: string, from: number, to: number): void {
  editor.dispatch({ changes: { from, to, insert } });
}

/** Marks the line of a failure; returns it with its line, which for an error of syntax the editor may know best. */
export function mark(editor: EditorView, failure: Failure | undefined): Failure | undefined {
  const { state } = editor;
  const line = failure && lineOf(editor, failure);
  const found = line !== undefined && line >= 1 && line <= state.doc.lines ? state.doc.line(line) : undefined;
  const diagnostics = found
    ? [{ from: found.from, to: found.to, severity: 'error' as const, message: failure!.message }]
    : [];
  editor.dispatch(setDiagnostics(state, diagnostics));
  return failure && { ...failure, line: found?.number };
}

function lineOf({ state }: EditorView, { line, message }: Failure): number | undefined {
  if (line !== undefined || !message.startsWith('SyntaxError')) return line;
  let error: number | undefined;
  ensureSyntaxTree(state, state.doc.length, 200)?.iterate({
    enter: ({ type, from }) => {
      if (type.isError) error ??= state.doc.lineAt(from).number;
    },
  });
  return error;
}
