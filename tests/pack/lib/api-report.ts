import { join } from 'node:path'
import ts from 'typescript-5'
import type { Packed } from './pack.ts'

/**
 * Generates the API report of a package from its packed declarations: every exported name with its declaration, and the
 * package's own types that these refer to. Private entries (`./internal`) are omitted.
 */
export function writeApiReport({ manifest, folder }: Packed): string {
  const files = Object.entries(manifest.exports ?? {}).flatMap(([entry, target]) => {
    if (entry === './internal' || target === null || typeof target === 'string') return []
    return [[manifest.name + entry.slice(1), join(folder, String(target.types))] as const]
  })
  const options = { noLib: true, moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext }
  const paths = files.map(([, file]) => file)
  const program = ts.createProgram(paths, options)
  const entries = files.map(([specifier, file]) => [specifier, readExports(program, file)] as const)
  const exported = new Set(entries.flatMap(([, exports]) => [...exports.values()]))
  const inner = [...reachedFrom(exported, program.getTypeChecker())].filter((symbol) => !exported.has(symbol))
  const sections = [
    ...entries.map(([specifier, exports]) => writeSection(specifier, [...exports])),
    writeSection(
      'Not exported, but referred to',
      inner.map((symbol) => [symbol.name, symbol]),
    ),
  ]
  return `# ${manifest.name}\n\nWritten by \`node tests/pack/pack.ts --record\`.\n${sections.join('')}`
}

function writeSection(title: string, symbols: readonly (readonly [name: string, ts.Symbol])[]): string {
  const texts = symbols.map(([name, symbol]) => [name, statementsOf(symbol).map(printStatement).join('\n')] as const)
  if (texts.length === 0) return ''
  // By name, then by text: two modules may each have a type of the same name.
  const sorted = texts.map((text) => text.join('\0')).toSorted()
  return `\n## ${title}\n\n\`\`\`ts\n${sorted.map((text) => text.slice(text.indexOf('\0') + 1)).join('\n')}\n\`\`\`\n`
}

/** Returns a module's exports by name, with re-exports resolved to their symbols. */
function readExports(program: ts.Program, file: string): ReadonlyMap<string, ts.Symbol> {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (!module) throw new Error(`${file} is no module`)
  return new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, behind(symbol, checker)]))
}

/** Returns the given symbols and all of the package's own symbols they refer to, transitively. */
function reachedFrom(start: Iterable<ts.Symbol>, checker: ts.TypeChecker): ReadonlySet<ts.Symbol> {
  const reached = new Set(start)
  // Iterating a set includes elements added during the iteration.
  for (const symbol of reached) {
    for (const found of statementsOf(symbol).flatMap((node) => symbolsIn(node, checker))) {
      if (statementsOf(found).some((node) => ts.isSourceFile(node.parent))) reached.add(found)
    }
  }
  return reached
}

function symbolsIn(root: ts.Node, checker: ts.TypeChecker): ts.Symbol[] {
  const symbols: ts.Symbol[] = []
  const visit = (node: ts.Node): void => {
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined
    if (symbol) symbols.push(behind(symbol, checker))
    ts.forEachChild(node, visit)
  }
  visit(root)
  return symbols
}

const behind = (symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

/** Returns the declarations of a symbol; for a constant, the whole statement. */
const statementsOf = ({ declarations = [] }: ts.Symbol): ts.Node[] =>
  declarations.map((node) => (ts.isVariableDeclaration(node) ? node.parent.parent : node))

const printer = ts.createPrinter({ removeComments: true })

const printStatement = (node: ts.Node): string => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
