import { Alert, Button, Code, Group, Text } from '@mantine/core'
import { isMiraError } from '@mira/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { Link } from 'react-router'
import { type Texts, useTexts } from './language.tsx'
import { useCountdown } from './use-countdown.ts'

interface ErrorTexts {
  readonly balance: string
  readonly topUp: string
  readonly limited: string
  readonly gone: string
  readonly offline: string
  readonly blocked: string
  readonly interrupted: string
  readonly timeout: string
  readonly other: string
  readonly retry: string
  readonly retryIn: (seconds: number) => string
  readonly request: string
}

const texts: Texts<ErrorTexts> = {
  en: {
    balance: 'The balance is used up.',
    topUp: 'Open the account',
    limited: 'Too many requests. Wait before you try again.',
    gone: 'The server does not respond. It may be restarting.',
    offline: 'You are offline.',
    blocked: 'The server declined this content.',
    interrupted: 'The answer was interrupted. The received text is kept.',
    timeout: 'The server took too long.',
    other: 'The request failed.',
    retry: 'Try again',
    retryIn: (seconds) => `Try again in ${seconds} s`,
    request: 'Request',
  },
  ru: {
    balance: 'Деньги на счёте кончились.',
    topUp: 'Открыть счёт',
    limited: 'Слишком много запросов. Сервер просит подождать.',
    gone: 'Сервер не отвечает. Возможно, он перезапускается.',
    offline: 'Нет связи с сетью.',
    blocked: 'Сервер отклонил это содержание.',
    interrupted: 'Ответ оборвался. Пришедшее сохранено.',
    timeout: 'Сервер не успел ответить.',
    other: 'Не получилось.',
    retry: 'Повторить',
    retryIn: (seconds) => `Повторить через ${seconds} с`,
    request: 'Запрос',
  },
}

interface ErrorNoticeProps {
  readonly error: unknown
  /** Retries the failed operation. If omitted, there is no retry button. */
  readonly onRetry?: (() => void) | undefined
}

/** Codes of errors that the same request would only repeat. */
const finalCodes = new Set<string>(['content_blocked', 'payload_too_large', 'unsupported_media_type', 'unauthorized'])

/** Renders a user-friendly error message with possible actions. */
export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  const text = useTexts(texts)
  const known = isMiraError(error) ? error : undefined
  const secondsLeft = useCountdown(known?.retryAfterMs)
  const canRetry = onRetry !== undefined && !finalCodes.has(known?.code ?? '')
  const detail = explain(error)
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertCircle />}
      role="alert"
      title={text[summarize(error)]}
      my="sm"
      maw="46rem"
    >
      <Text size="sm" dir="auto" style={{ overflowWrap: 'anywhere' }}>
        {detail}
      </Text>
      <Group mt="xs" gap="sm">
        {canRetry && (
          <Button size="xs" color="red" variant="filled" onClick={onRetry} disabled={secondsLeft > 0}>
            {secondsLeft > 0 ? text.retryIn(secondsLeft) : text.retry}
          </Button>
        )}
        {known?.code === 'insufficient_balance' && (
          <Button size="xs" variant="default" component={Link} to="/account">
            {text.topUp}
          </Button>
        )}
        {known?.requestId && (
          <Text size="xs">
            {text.request} <Code>{known.requestId}</Code>
          </Text>
        )}
      </Group>
    </Alert>
  )
}

/** Returns the reason without what is shown beside it: the operation and the id of the request. */
function explain(error: unknown): string {
  if (!isMiraError(error)) return error instanceof Error ? error.message : String(error)
  const { message, operation, requestId } = error
  return message.replace(`${operation}: `, '').replace(`, request ${requestId}`, '')
}

function summarize(error: unknown): Exclude<keyof ErrorTexts, 'retryIn' | 'topUp' | 'retry' | 'request'> {
  if (!navigator.onLine) return 'offline'
  if (!isMiraError(error)) return 'other'
  switch (error.code) {
    case 'insufficient_balance':
      return 'balance'
    case 'rate_limited':
    case 'overloaded':
      return 'limited'
    case 'content_blocked':
      return 'blocked'
    case 'stream_interrupted':
      return 'interrupted'
    case 'timeout':
      return 'timeout'
    case 'connection_failed':
      return 'gone'
    default:
      return error.status === 502 ? 'gone' : 'other'
  }
}
