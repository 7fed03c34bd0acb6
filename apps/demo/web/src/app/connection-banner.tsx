import { Alert } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { type Texts, useTexts } from './language.tsx'

const texts: Texts<string> = {
  en: 'The server cannot be reached. Reconnecting automatically.',
  ru: 'Сервер недоступен. Страница сама попробует снова.',
}

const checkEveryMs = 5_000
const checkWhenGoneEveryMs = 1_000

/** Renders a banner while the page's server is unreachable. */
export function ConnectionBanner() {
  const text = useTexts(texts)
  const isReachable = useServerReachable()
  if (isReachable) return null
  return (
    <Alert color="orange" icon={<IconPlugConnectedX />} role="status" mb="md">
      {text}
    </Alert>
  )
}

function useServerReachable(): boolean {
  const [isReachable, setIsReachable] = useState(true)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const left = new AbortController()
    const check = async () => {
      clearTimeout(timer)
      const isThere = navigator.onLine && (await fetch('/health', { signal: left.signal }).then(isOk, () => false))
      if (left.signal.aborted) return
      setIsReachable(isThere)
      timer = setTimeout(check, isThere ? checkEveryMs : checkWhenGoneEveryMs)
    }
    void check()
    for (const event of ['online', 'offline']) addEventListener(event, check, { signal: left.signal })
    return () => {
      clearTimeout(timer)
      left.abort()
    }
  }, [])
  return isReachable
}

const isOk = ({ ok }: Response) => ok
