/** The diagrams of a marble test, as declared in it. */
export interface MarbleTest {
  /** The name of the picture. */
  readonly name: string;
  /** What comes between what goes in and what comes out. */
  readonly label: string;
  /** What the test says of it. */
  readonly title: string;
  /** Its diagrams by the names of their constants. */
  readonly rows: readonly (readonly [name: string, diagrams: readonly string[]])[];
}

const PICTURE = /^ *\/\/ picture: ([\w-]+): (.+)\n/gm;
const ROW =
  /const (\w+)(?:: [^=]+)? = (?:\([^)]*\) => )?(?:(?:cold|hot)(?:<[^>]+>)?\()?('[^'\n]*'|\[\s*'[^\]]*\])/g;

/**
 * The tests of a file that are to be drawn: those below a comment `// picture: name: label`. Drawn is every
 * constant that is a diagram or an array of them, or that a `cold` or `hot` is made of.
 */
export function extract(source: string): MarbleTest[] {
  return [...source.matchAll(PICTURE)].map(({ 0: comment, 1: name, 2: label, index }) => {
    const test = source.slice(index + comment.length).split(/^ *it(?:\.each.*)?\(/m)[1] ?? '';
    const rows = [...test.matchAll(ROW)].map(({ 1: constant, 2: text }) => {
      const diagrams = [...text!.matchAll(/'([^'\n]*)'/g)].map(([, diagram]) => diagram!.trim());
      return [constant!, diagrams] as const;
    });
    const title = /'([^'\n]*)'/.exec(test)?.[1];
    if (title === undefined || rows.length === 0) throw new Error(`no diagrams below the comment of ${name}`);
    return { name: name!, label: label!, title, rows };
  });
}
