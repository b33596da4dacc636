// One set-up at a time in a checkout: the second waits and then finds everything done.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export async function inTurn(folder, say, work) {
  const place = join(folder, '.electron')
  const lock = join(place, 'setup.lock')
  mkdirSync(place, { recursive: true })
  for (let said = false; !take(lock); said = true) {
    if (!said) say('another set-up is at work here; waiting for it')
    await later(300)
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    const owner = Number(readFileSync(lock, 'utf8'))
    // Left behind by a set-up that was ended half-way (an empty one is being written right now).
    if (owner > 0 && !alive(owner)) rmSync(lock, { force: true })
    return false
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
