import ts from 'typescript';

/**
 * The text of a module, in which each constant that a bundler could not leave out by itself, since making it calls
 * something or reads a global, says that making it has no effect: `/* @__PURE__ *\/ (() => (…))()`. All modules
 * are in one bundle: without this, whoever imports one small operator would get the constants of them all.
 * That it is true is what `sideEffects: false` says already. Lines stay what they are, for the source map.
 *
 * @throws Error where a module does something as it is loaded
 */
export function shakable(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  let [result, end] = ['', 0];
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { initializer } of statement.declarationList.declarations) {
        if (initializer === undefined || isPlain(initializer)) continue;
        const expression = text.slice(initializer.getStart(), initializer.end);
        result += `${text.slice(end, initializer.getStart())}/* @__PURE__ */ (() => (${expression}))()`;
        end = initializer.end;
      }
    } else if (!isDeclaration(statement)) {
      const { line } = source.getLineAndCharacterOfPosition(statement.getStart());
      throw new Error(`${file}:${line + 1} does something as it is loaded`);
    }
  }
  return result + text.slice(end);
}

/** Whether every bundler knows that it has no effect. */
function isPlain(node) {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPlain);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every(
      (it) => it.name && !ts.isComputedPropertyName(it.name) && (!it.initializer || isPlain(it.initializer)),
    );
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node))
    return isPlain(node.expression);
  return (
    ts.isLiteralExpression(node) ||
    ts.isIdentifier(node) ||
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind)
  );
}

/** A static field, or a computed name, would be made as the class is. */
function isDeclaration(node) {
  if (ts.isClassDeclaration(node))
    return node.members.every(
      (it) =>
        !ts.isClassStaticBlockDeclaration(it) &&
        !(
          ts.isPropertyDeclaration(it) &&
          it.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
        ),
    );
  return (
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

/** The names that a module imports from `from`, those of types left out. */
export function importedNames(text, from) {
  const { statements } = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest);
  return statements.flatMap((it) => {
    if (!ts.isImportDeclaration(it) || it.moduleSpecifier.text !== from) return [];
    const { phaseModifier, namedBindings } = it.importClause ?? {};
    if (phaseModifier === ts.SyntaxKind.TypeKeyword || !namedBindings || !ts.isNamedImports(namedBindings))
      return [];
    return namedBindings.elements
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .map(({ name, propertyName }) => (propertyName ?? name).text);
  });
}
