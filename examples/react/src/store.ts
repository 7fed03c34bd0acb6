// A conversation without a framework: the elements of a page of your own.
import { createClient } from '@mira/core'
import { createChatStore } from '@mira/ui-core'

// #region store
const chat = createChatStore(createClient({ baseUrl: '/api/mira' }))
const release = chat.retain()
const list = document.createElement('ol')

chat.subscribe(() => {
  const { messages, status } = chat.getSnapshot()
  list.ariaBusy = String(status === 'streaming')
  list.replaceChildren(
    ...messages.map(({ text }) => Object.assign(document.createElement('li'), { textContent: text })),
  )
})

chat.send('What is six times seven?')
addEventListener('pagehide', release)
// #endregion

document.body.append(list)
