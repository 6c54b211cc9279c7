import { transform } from 'esbuild';
import ts from 'typescript';

/** As in tsconfig.json, as far as it shows: fields are assignments in the constructor. */
const tsconfigRaw = { compilerOptions: { target: 'es2022', useDefineForClassFields: false } };

/**
 * The JavaScript of a TypeScript source, in which each function calls `walkEnter(n)` first and `walkExit()` at
 * last. `n` is its place in `functions`, to which `{ file, name, kind }` is added for each function.
 *
 * The functions are those of the JavaScript: a class with fields has a constructor, written or not.
 */
export async function instrument(text, file, functions) {
  const { code } = await transform(text, { loader: 'ts', tsconfigRaw });
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022);
  const insertions = [];
  visitFunctions(source, {}, ({ body }, name, kind) => {
    const number = functions.push({ file, name, kind }) - 1;
    const isBlock = ts.isBlock(body);
    const before = `{ walkEnter(${number}); try ${isBlock ? '' : '{ return '}`;
    insertions.push({ at: body.getStart(source), text: before });
    insertions.push({ at: body.end, text: `${isBlock ? '' : '; }'} finally { walkExit(); } }` });
  });
  // Of two bodies that end together the inner one comes first, and the sort keeps it so.
  insertions.sort((a, b) => a.at - b.at);
  const ends = insertions.map(({ at }) => at);
  return [0, ...ends].map((at, i) => (insertions[i - 1]?.text ?? '') + code.slice(at, ends[i])).join('');
}

/**
 * Every function, inner ones first. A node is in the class `owner` and in the function `inside`, and is `named` by
 * what is right around it.
 */
function visitFunctions(node, { owner, inside, named }, found) {
  const into = (place) => ts.forEachChild(node, (child) => visitFunctions(child, place, found));
  if (ts.isClassLike(node)) return into({ owner: node.name?.text ?? named });
  if (!ts.isFunctionLike(node))
    return into({ owner, inside, named: nameGivenBy(node, inside ?? owner, owner, named) });
  const [name, kind] = nameOf(node, inside ?? owner, owner, named);
  into({ owner, inside: name.startsWith('() in ') ? inside : name });
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  if (node.asteriskToken || modifiers.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword))
    throw new Error(`${name} may be left before it ends: its calls would not nest`);
  found(node, name, kind);
}

/** The name that a node gives to a function right in it. What is handed to a call has none. */
function nameGivenBy(node, outer, owner, named) {
  if (ts.isVariableDeclaration(node)) return node.name.text;
  if (ts.isPropertyAssignment(node)) return `${outer}.${node.name.text}`;
  if (ts.isConditionalExpression(node)) return named;
  if (!ts.isBinaryExpression(node) || !ts.isPropertyAccessExpression(node.left)) return undefined;
  const { expression, name } = node.left;
  return expression.kind === ts.SyntaxKind.ThisKeyword ? `${owner}.${name.text}` : undefined;
}

/** The name of a function, and its kind. A method in a function is one of an object literal. */
function nameOf(node, outer, owner, named) {
  const own = node.name && (node.name.text ?? '[…]');
  if (ts.isConstructorDeclaration(node)) return [`new ${owner}`, 'constructor'];
  if (ts.isGetAccessor(node)) return [`get ${outer}.${own}`, 'getter'];
  if (ts.isSetAccessor(node)) return [`set ${outer}.${own}`, 'setter'];
  if (ts.isMethodDeclaration(node)) return [`${outer}.${own}`, 'method'];
  if (ts.isFunctionDeclaration(node)) return [own ?? 'default', 'function'];
  return [own ?? named ?? `() in ${outer ?? 'the module'}`, 'arrow'];
}
