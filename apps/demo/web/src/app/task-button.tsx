import { Button, Group } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type Texts, useTexts } from './language.tsx'
import type { Task } from './use-task.ts'

const texts: Texts<string> = { en: 'Stop', ru: 'Остановить' }

interface TaskButtonProps {
  readonly task: Pick<Task<never, unknown>, 'isRunning' | 'stop'>
  readonly disabled?: boolean | undefined
  readonly onClick: () => void
  readonly icon?: ReactNode
  readonly children: string
}

/** Renders a button that starts a task, and stops it while it is running. */
export function TaskButton({ task, disabled = false, onClick, icon, children }: TaskButtonProps) {
  const stopText = useTexts(texts)
  return (
    <Group gap="xs">
      <Button onClick={onClick} disabled={disabled || task.isRunning} loading={task.isRunning} leftSection={icon}>
        {children}
      </Button>
      {task.isRunning && (
        <Button
          variant="default"
          color="red"
          onClick={task.stop}
          leftSection={<IconPlayerStop size={16} aria-hidden />}
        >
          {stopText}
        </Button>
      )}
    </Group>
  )
}
