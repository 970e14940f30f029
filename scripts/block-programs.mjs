// Runs the programs of a document, as a reader would who copies them: each is written to a file, type-checked if it is TypeScript, and
// run to its end in a process of its own. Packages are looked up from the folder that the files are written to.
import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { root, strangersEnvironment } from './packing.mjs'

const runTimeoutMs = 120_000

/**
 * The programs among a document's blocks, written into `folder`: `{ block, source, file, expected }`. `source` is what was written,
 * `file` is what Node runs, undefined for a fragment, and `expected` what it must print, if the document says so. Throws Error for
 * one that cannot be parsed.
 */
export function writePrograms(blocks, folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const programs = []
  for (const block of blocks) {
    if (block.kind === 'text' && block.output) {
      const program = programs.at(-1)
      if (program?.file === undefined) throw new Error(`line ${block.line}: there is no program that printed this`)
      program.expected = block.code
    }
    if (block.kind === 'program') programs.push(writeProgram(block, folder))
  }
  return programs
}

function writeProgram(block, folder) {
  const name = block.file ?? `line-${block.line}.${block.language}`
  const source = join(folder, name)
  const text = block.before + block.code
  writeFileSync(source, text)
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true }
  const compiled = ts.transpileModule(text, { fileName: name, reportDiagnostics: true, compilerOptions })
  if (compiled.diagnostics.length > 0)
    throw new Error(compiled.diagnostics.map(entry => explain(entry, block)).join('\n'))
  if (block.fragment) return { block, source, file: undefined }
  if (block.language === 'js') return { block, source, file: source }
  const file = source.replace(/\.ts$/, '.js')
  writeFileSync(file, compiled.outputText)
  return { block, source, file }
}

/** What is wrong with the types of TypeScript programs, one text for each mistake, in the document's lines. */
export function typeMistakes(programs) {
  const bySource = new Map(programs.filter(({ block }) => block.language === 'ts').map(entry => [entry.source, entry]))
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, declaration: false }, root)
  const program = ts.createProgram([...bySource.keys()], options)
  return ts.getPreEmitDiagnostics(program).map(entry => {
    const found = bySource.get(entry.file?.fileName)
    return found === undefined ? messageOf(entry) : `${found.document ?? ''} ${explain(entry, found.block)}`.trim()
  })
}

/** Runs a program to its end and returns what it printed. Throws Error when it fails, or prints something else than it must. */
export async function runProgram({ block, file, expected }, cwd) {
  // A program that has tests of its own would report them to the test runner that started this, and not by how it ends.
  const { NODE_TEST_CONTEXT: _, ...env } = strangersEnvironment()
  const options = { cwd, env, timeout: runTimeoutMs, maxBuffer: 2 ** 24 }
  const { stdout } = await promisify(execFile)(process.execPath, [file], options).catch(error => {
    throw new Error(`line ${block.line}: the program failed: ${error.message}\n${error.stdout}`)
  })
  if (expected !== undefined && stdout.trimEnd() !== expected.trimEnd())
    throw new Error(`line ${block.line}: the document says that this prints\n${expected}\nand it prints\n${stdout}`)
  return stdout
}

const messageOf = entry => ts.flattenDiagnosticMessageText(entry.messageText, '\n')

function explain(entry, block) {
  const text = block.before + block.code
  const offset = text.slice(0, entry.start ?? 0).split('\n').length - block.before.split('\n').length
  return `line ${block.line + 1 + Math.max(offset, 0)}: ${messageOf(entry)}`
}
