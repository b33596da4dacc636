// A display to draw on: the present one, or a private Xvfb on a number that it chooses itself.
import { spawn } from 'node:child_process'

/**
 * @param {{ own?: boolean }} [wish] own: a private display even where there is one, so that tests do not pop up
 * @returns {Promise<{ own: boolean, env: Record<string, string | undefined>, close(): void }>} variables for the programs that draw
 */
export async function openDisplay({ own = false } = {}) {
  const present = process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (process.platform !== 'linux' || (present && !own)) return { own: false, env: {}, close: () => {} }
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '2600x1600x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise((resolve, reject) => {
    let text = ''
    xvfb.stdio[3].on('data', (part) => {
      text += part
      if (text.includes('\n')) resolve(text.trim())
    })
    xvfb.once('error', (error) =>
      reject(new Error(`there is no display, and Xvfb does not start: ${error.message}`)),
    )
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
  })
  const close = () => xvfb.kill()
  process.once('exit', close)
  return {
    own: true,
    env: { DISPLAY: `:${number}`, WAYLAND_DISPLAY: undefined, XDG_SESSION_TYPE: 'x11' },
    close,
  }
}
