/** The program's window as most tests begin with it. */
import { type LaunchWish, launchApp, type RunningApp } from './app.ts'
import { type Hands, handsOf } from './hands.ts'

interface WindowWish extends LaunchWish {
  /** Milliseconds that something is waited for before a test fails. */
  readonly patience: number
  /** Takes what the page complains of: errors, refusals of its content policy. */
  readonly troubles: string[]
}

export async function openWindow({
  patience,
  troubles,
  ...wish
}: WindowWish): Promise<{ readonly running: RunningApp; readonly hands: Hands }> {
  const running = await launchApp(wish)
  running.page.setDefaultTimeout(patience)
  running.page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
  running.page.on('pageerror', (error) => troubles.push(error.stack ?? error.message))
  await running.resize(1280, 800)
  return { running, hands: handsOf(running) }
}
