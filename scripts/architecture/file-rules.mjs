// Rules over single files: size, names, what they import, what index.ts holds, and state that outlives its owner.
import { posix } from 'node:path'
import ts from 'typescript'
import { cppFolder, leaves, lineLimit, lz4Folder, lz4Module, processStateFiles } from './layout.mjs'
import { mayDependOn } from './package-rules.mjs'

const cpp = /\.(cc|cpp|c|h|hh|hpp)$/
const cppVariable = /^[A-Za-z_][\w:<>,*& ]*[\s>*&]\w+(\s*=[^=(]*|\s*\{[^}]*\})?;/
const cppNotVariable =
  /^(using|namespace|class|struct|enum|union|typedef|return|friend|extern "C"|static|thread_local|(inline )?const(expr)?)\b/
const typescript = /\.(ts|mts)$/
const mutableCollections = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array', 'FinalizationRegistry'])

export function checkFiles({ files }) {
  return files
    .flatMap(({ path, text }) => {
      const [group, folder] = path.split('/')
      const owner = group === 'packages' || group === 'apps' ? folder : undefined
      const problems = [...checkSize(path, text), ...checkName(path)]
      if (cpp.test(path)) problems.push(...checkCpp(path, text, owner))
      else if (owner !== undefined) problems.push(...checkScript(path, text, owner))
      return problems.map(problem => `${path}: ${problem}`)
    })
    .concat(checkNapiIncludes(files))
}

function checkSize(_path, text) {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  return lines > lineLimit ? [`${lines} lines, more than ${lineLimit}`] : []
}

function checkName(path) {
  const name = posix.basename(path)
  if (cpp.test(name)) return /^[a-z0-9_]+\.\w+$/.test(name) ? [] : ['C++ files are named in snake_case']
  return /^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name) ? [] : ['files are named in kebab-case']
}

function checkCpp(path, text, owner) {
  const problems = []
  if (owner !== cppFolder) problems.push(`C++ lives only in packages/${cppFolder}`)
  if (processStateFiles.has(path) || path.includes('/test/')) return problems
  text.split('\n').forEach((line, index) => {
    // A declaration with an initialiser or a plain semicolon is a variable; one with a parameter list is a function. Code in
    // namespaces is not indented, so that what starts in the first column is at namespace scope.
    const isStatic = /^\s*(static|thread_local)\s+(?!.*\bconst(expr)?\b)(?!assert)[^(]*(=|\{\}|;)/.test(line)
    const isGlobal = cppVariable.test(line) && !cppNotVariable.test(line)
    if (isStatic || isGlobal) problems.push(`line ${index + 1}: process-global state: ${line.trim()}`)
  })
  return problems
}

function checkNapiIncludes(files) {
  const including = files
    .filter(({ path, text }) => cpp.test(path) && /#include\s*[<"]napi\.h[>"]/.test(text))
    .map(({ path }) => path)
  return including.length > 1
    ? [`napi.h is included in ${including.length} files, not one: ${including.join(', ')}`]
    : []
}

function checkScript(path, text, owner) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const problems = importsOf(source).flatMap(specifier => checkImport(path, specifier, owner))
  if (posix.basename(path) === 'index.ts') problems.push(...checkIndex(source))
  const mayHoldState = processStateFiles.has(path) || path.split('/')[2] !== 'src'
  if (!mayHoldState && typescript.test(path)) problems.push(...checkState(source))
  return problems
}

function importsOf(source) {
  const specifiers = []
  const visit = node => {
    const target = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : undefined
    if (target !== undefined) specifiers.push(target.text)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments
      if (argument !== undefined && ts.isStringLiteral(argument)) specifiers.push(argument.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return specifiers
}

function checkImport(path, specifier, owner) {
  const problems = []
  const inSource = path.split('/')[2] === 'src'
  if (specifier === lz4Module && owner !== lz4Folder && inSource)
    problems.push(`only ${lz4Folder} imports ${lz4Module}`)
  if (specifier.startsWith('.') && inSource) {
    const target = posix.join(posix.dirname(path), specifier)
    if (!target.startsWith(path.split('/').slice(0, 2).join('/')))
      problems.push(`imports ${specifier}, which leaves its package`)
  }
  const scoped = /^@spillway\/([^/]+)/.exec(specifier)?.[1]
  if (scoped !== undefined && scoped !== owner && !mayDependOn(owner, scoped)) {
    problems.push(leaves.includes(owner) ? `a leaf imports ${specifier}` : `must not import ${specifier}`)
  }
  return problems
}

function checkIndex(source) {
  const other = source.statements.filter(node => !ts.isExportDeclaration(node) || node.moduleSpecifier === undefined)
  return other.length > 0 ? ['index.ts may only re-export'] : []
}

function checkState(source) {
  const problems = []
  const report = (node, what) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    problems.push(`line ${line + 1}: process-global state: ${what}`)
  }
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      const { flags, declarations } = statement.declarationList
      if ((flags & ts.NodeFlags.Const) === 0) report(statement, 'a module-level variable that is not const')
      for (const declaration of declarations)
        if (isMutable(declaration)) report(declaration, `${declaration.name.getText()} can change`)
    } else if (ts.isClassDeclaration(statement)) {
      for (const member of statement.members) {
        const kinds = (member.modifiers ?? []).map(modifier => modifier.kind)
        const isStatic = ts.isPropertyDeclaration(member) && kinds.includes(ts.SyntaxKind.StaticKeyword)
        if (isStatic && !kinds.includes(ts.SyntaxKind.ReadonlyKeyword))
          report(member, 'a static field that is not readonly')
        if (isStatic && isMutable(member)) report(member, `${member.name.getText()} can change`)
      }
    }
  }
  return problems
}

/** A collection that is made empty, or not declared read-only, is there to be filled. */
function isMutable({ initializer, type }) {
  if (initializer === undefined) return false
  if (type !== undefined && /^(Readonly|readonly )/.test(type.getText())) return false
  if (ts.isArrayLiteralExpression(initializer)) return initializer.elements.length === 0
  if (ts.isObjectLiteralExpression(initializer)) return initializer.properties.length === 0
  return ts.isNewExpression(initializer) && mutableCollections.has(initializer.expression.getText())
}
