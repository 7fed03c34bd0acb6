import { createClient } from '@mira/core'
import { webStorage } from '@mira/ui-core'
import { createElement, type ReactElement, type ReactNode, Suspense, use } from 'react'
import { renderToPipeableStream, renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { MiraProvider } from './mira-provider.ts'
import { useCall } from './use-call.ts'
import { type UseChatOptions, useChat } from './use-chat.ts'
import { useJob } from './use-job.ts'
import { useMira } from './use-mira.ts'
import { useResponse } from './use-response.ts'
import { useSpeech } from './use-speech.ts'
import { useTranscription } from './use-transcription.ts'

const messages = [
  { role: 'user', content: 'Привет' },
  { role: 'assistant', content: 'Hello!' },
]

function Everything(): ReactElement {
  const chat = useChat({ messages, storage: webStorage('chat') })
  const states = [useResponse(), useJob({ kind: 'music', storage: webStorage('song') }), useCall(), useTranscription()]
  const statuses = [chat, ...states, useSpeech()].map(({ status }) => status).join(' ')
  const items = chat.messages.map(({ id, text }) => createElement('li', { key: id, id }, text))
  return createElement('main', null, createElement('ol', null, items), statuses)
}

const data = Promise.resolve('data')

function Waiting(): ReactElement {
  const { status } = useChat({ messages })
  return createElement('p', null, `${use(data)} ${status}`)
}

const Chat = ({ options }: { readonly options?: UseChatOptions }): ReactNode => useChat(options).status
const Client = (): ReactNode => useMira().baseUrl

const provide = (children: ReactNode): ReactElement => createElement(MiraProvider, { baseUrl: '/api/mira' }, children)

describe('on a server', () => {
  it('every hook renders its first state, the same each time, and keeps the process free', () => {
    const resources = process.getActiveResourcesInfo().toSorted()
    const html = renderToString(provide(createElement(Everything)))
    expect(html).toContain('<li id="initial-0">Привет</li><li id="initial-1">Hello!</li>')
    expect(html).toContain('loading idle idle idle idle idle')
    expect(renderToString(provide(createElement(Everything)))).toBe(html)
    expect(process.getActiveResourcesInfo().toSorted()).toEqual(resources)
  })

  it('a component that suspends after its hook is rendered like any other', async () => {
    const html = await new Promise<string>((resolve, reject) => {
      const { pipe } = renderToPipeableStream(
        provide(createElement(Suspense, { fallback: 'wait' }, createElement(Waiting))),
        {
          onError: reject,
          async onAllReady() {
            const { PassThrough } = await import('node:stream')
            const { text } = await import('node:stream/consumers')
            resolve(text(pipe(new PassThrough())))
          },
        },
      )
    })
    expect(html).toContain('data ready')
  })
})

describe('misuse', () => {
  const client = createClient({ baseUrl: 'http://127.0.0.1:1' })

  it.each([
    { element: createElement(Chat), message: /no MiraProvider above/ },
    { element: createElement(Client), message: /no MiraProvider above/ },
    { element: createElement(MiraProvider, {}), message: /client, or the baseUrl/ },
    { element: createElement(MiraProvider, { client, baseUrl: '/api' }), message: /client, or the baseUrl/ },
    {
      element: provide(createElement(Chat, { options: { model: 'mira' } as UseChatOptions })),
      message: /model is unknown/,
    },
  ])('is reported: $message', ({ element, message }) => {
    expect(() => renderToString(element)).toThrow(message)
  })

  it('is not a client in the options, nor one of a provider', () => {
    expect(renderToString(createElement(Chat, { options: { client } }))).toBe('ready')
    expect(renderToString(createElement(MiraProvider, { client }, createElement(Client)))).toBe(client.baseUrl)
  })
})
