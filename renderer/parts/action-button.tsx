import { Button, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  readonly label: string
  /** Why it cannot be pressed now; stands on the button in place of the label. */
  readonly why?: string | undefined
  readonly busy?: boolean
  readonly icon?: ReactNode
  readonly variant?: NonNullable<ButtonProps['variant']>
  readonly size?: NonNullable<ButtonProps['size']>
  onClick(): void
}

/** A button whose own text says why it is disabled. */
export function ActionButton({
  label,
  why,
  busy = false,
  icon,
  variant = 'filled',
  size = 'sm',
  onClick,
}: Props) {
  return (
    <Button
      variant={variant}
      size={size}
      loading={busy}
      disabled={why !== undefined}
      leftSection={why === undefined ? icon : undefined}
      onClick={onClick}
    >
      {why ?? label}
    </Button>
  )
}
