import type { OutgoingHttpHeaders } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'
import type { CallScope } from '../../call-scope.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { normalizePath } from '../../http/request-path.ts'
import type { FixtureAnswers } from '../fixture-answers.ts'
import type { Journal } from '../journal.ts'
import { replaceResponse } from '../record-exchange.ts'
import { describeRequest, type ReceivedRequest } from './describe-request.ts'
import type { Exchange, RecordedRequest } from './exchange.ts'
import { LinkRewriter } from './links.ts'
import type { Recorder } from './recorder.ts'
import type { RecordingBook } from './recording-book.ts'
import { relayResponse } from './relay-response.ts'
import { replayResponse } from './replay-response.ts'
import { isSignedLink, type Target } from './target.ts'
import type { ReplayOptions } from './timeline.ts'
import { toWireCall } from './to-wire-call.ts'

/** Upstream whose exchanges are recorded, and where they are written. */
export interface Recording {
  readonly target: Target
  readonly recorder: Recorder
}

/** Recorded exchanges of an emulator, and its recording. */
export interface ExchangeParts {
  readonly answers: FixtureAnswers
  readonly journal: Journal
  readonly recordings: RecordingBook
  readonly replay: ReplayOptions
  readonly recording: Recording | undefined
}

/** Paths that this server always answers itself. */
const ownPath = /^\/(?:__mira(?:\/.*)?|health|ready|openapi\.json|docs(?:\/.*)?|)$/

/** Maximum size of a body that is recorded or compared with recordings, in bytes. */
const maxBodyBytes = 256 * 1024 * 1024

/** Request that a recording or the upstream may answer. */
interface FrontRequest {
  readonly c: Context<AppEnv>
  readonly received: ReceivedRequest
  readonly described: RecordedRequest
  readonly scope: CallScope
  readonly startedAt: number
}

/** Headers of responses that are sent exactly as they are, by request. */
const exactHeaders = new WeakMap<Context, Headers>()

/** Removes the headers that this server adds from responses of recordings and of the upstream. */
export const restoreHeaders: MiddlewareHandler<AppEnv> = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  const exact = exactHeaders.get(c)
  if (exact === undefined) return
  // A damaged body has another length.
  if (!c.res.headers.has('content-length') && exact.has('content-length')) {
    exact.delete('content-length')
    exact.set('transfer-encoding', 'chunked')
  }
  if (!exact.has('content-type')) omitContentType(c.env as HttpBindings)
  replaceResponse(c, new Response(c.res.body, { status: c.res.status, headers: exact }))
})

/** Leaves out the content type that the adapter adds to a response without one. */
function omitContentType({ outgoing }: HttpBindings): void {
  const writeHead = outgoing.writeHead.bind(outgoing) as (
    status: number,
    headers: OutgoingHttpHeaders,
  ) => typeof outgoing
  const writeOwn = (status: number, { 'content-type': _, ...headers }: OutgoingHttpHeaders) =>
    writeHead(status, headers)
  outgoing.writeHead = writeOwn as typeof outgoing.writeHead
}

/**
 * Answers from recorded exchanges and, while recording, from the upstream. A request that a fixture answers is left to
 * the server.
 */
export function answerExchanges(
  parts: ExchangeParts,
  { keyGuard }: Pick<ServerContext, 'keyGuard'>,
): MiddlewareHandler<AppEnv> {
  const { recordings, recording } = parts
  return createMiddleware<AppEnv>(async (c, next) => {
    const url = new URL(c.req.url)
    const place = { method: c.req.method, path: normalizePath(url.pathname) }
    const scope = c.get('scope')
    const isOwn = ownPath.test(place.path) || (recording === undefined && !recordings.hasPath(place))
    if (isOwn || scope === undefined) return next()
    const startedAt = performance.now()
    const received = { ...place, query: url.search.slice(1), headers: { ...scope.headers }, body: await readBody(c) }
    const described = await describeRequest(received)
    const answer = choose(parts, { c, received, described, scope, startedAt })
    if (answer === undefined) return next()
    if (answer.isRelay && recording?.target.hasKey === true && !isSignedLink(received)) {
      await keyGuard.authenticate(c.req.header('authorization'), c.get('clientAddress'))
    }
    const response = await answer.send()
    c.set('isSentAsIs', true)
    const exact = new Headers(response.headers)
    // Pages of the origins that this server allows could not read the response otherwise.
    for (const [name, value] of c.res.headers) if (name.startsWith('access-control-')) exact.set(name, value)
    exactHeaders.set(c, exact)
    replaceResponse(c, response)
    return undefined
  })
}

/** Reads the whole body, and lets the handlers of the server read it again. */
async function readBody(c: Context<AppEnv>): Promise<Uint8Array> {
  const { raw } = c.req
  if (raw.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of raw.body) {
    length += chunk.byteLength
    if (length > maxBodyBytes) throw new ApiError(413, `The body is larger than ${maxBodyBytes} bytes`)
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)
  const { url, method, headers, signal } = raw
  c.req.raw = new Request(url, { method, headers, body, signal })
  return body
}

interface Answer {
  readonly isRelay: boolean
  send(): Promise<Response>
}

/**
 * Selects the origin of the answer; undefined for the server itself.
 *
 * @throws {ApiError} 404 if the emulator is strict and the request is like recorded ones, but equal to none.
 */
function choose(parts: ExchangeParts, request: FrontRequest): Answer | undefined {
  const { answers, recordings, recording, journal } = parts
  const { described, scope } = request
  const call = toWireCall(described, scope)
  // Counts the call too, if no fixture answers it.
  if (call !== undefined && (answers.book.wouldAnswer(call) || answers.book.find(call) !== undefined)) return undefined
  const exchange = recordings.find(described, scope.testId)
  if (exchange?.response !== undefined) {
    journal.update(scope.requestId, { fixture: exchange.name })
    keepBody(request)
    return { isRelay: false, send: () => replay(exchange, request, parts.replay) }
  }
  if (recording !== undefined) {
    keepBody(request)
    return { isRelay: true, send: () => relay(request, recording) }
  }
  if (answers.isStrict) throw unrecorded(described, recordings)
  return undefined
}

/** Keeps the text of a body for the journal. */
function keepBody({ c, described, received }: FrontRequest): void {
  if (described.json === undefined && described.text === undefined) return
  Object.assign(c.req.bodyCache, { text: Promise.resolve(Buffer.from(received.body).toString()) })
}

function replay(exchange: Exchange, { c }: FrontRequest, options: ReplayOptions): Promise<Response> {
  const { origin } = new URL(c.req.url)
  return replayResponse(exchange, { ...options, origin, signal: c.req.raw.signal, env: c.env as HttpBindings })
}

async function relay(request: FrontRequest, { target, recorder }: Recording): Promise<Response> {
  const { c, received, described, startedAt } = request
  const { signal } = c.req.raw
  const file = recorder.begin(described)
  const incoming = await target.send(received, signal)
  return relayResponse(incoming, {
    method: received.method,
    rewriter: new LinkRewriter(target.links, new URL(c.req.url).origin),
    links: target.links,
    startedAt,
    env: c.env as HttpBindings,
    signal,
    onEnd: (relayed) => recorder.saveResponse(file, described, relayed),
  })
}

function unrecorded(request: RecordedRequest, recordings: RecordingBook): ApiError {
  const lines = recordings.explain(request).map((line) => `\n- ${line}`)
  const subject = `No recording matches ${request.method} ${request.path}. Nearest recordings:`
  return new ApiError(404, subject + lines.join(''), { code: 'no_fixture' })
}
