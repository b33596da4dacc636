/** What a page may load, run and reach: proved by what happens in the page, not by reading the policy. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchApp, type RunningApp } from './app.ts'

let running: RunningApp
beforeAll(async () => {
  // A camera that is there, so that only a refusal can keep it from the page.
  running = await launchApp({ args: ['--use-fake-device-for-media-stream'] })
})
afterAll(() => running?.close())

describe('content policy', () => {
  it('runs no script that is not a file of the bundle', async () => {
    const seen = await running.page.evaluate(async () => {
      const marks = window as unknown as { pwned?: string[] }
      const broken: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective))
      const ended = (element: HTMLElement) =>
        new Promise((resolve) => {
          element.addEventListener('error', resolve)
          element.addEventListener('load', resolve)
        })
      const inline = document.createElement('script')
      inline.textContent = '(window.pwned ??= []).push("inline")'
      document.head.append(inline)
      const data = document.createElement('script')
      data.src = 'data:text/javascript,(window.pwned ??= []).push("data")'
      document.head.append(data)
      const attribute = document.createElement('img')
      attribute.setAttribute('onerror', '(window.pwned ??= []).push("attribute")')
      attribute.src = 'data:image/png;base64,AAAA'
      document.body.append(attribute)
      await Promise.all([ended(data), ended(attribute)])
      for (const element of [inline, data, attribute]) element.remove()
      return { broken: [...new Set(broken)].sort(), pwned: marks.pwned ?? [] }
    })
    expect(seen.pwned).toEqual([])
    expect(seen.broken).toEqual(['script-src-attr', 'script-src-elem'])
  })

  it('lets no text become code', async () => {
    // A timer of the page's own runs under the page's policy; code given by the debugger would not.
    const seen = await running.page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          setTimeout(() => {
            const outcomes: string[] = []
            // biome-ignore lint/security/noGlobalEval: that it cannot run is what is tested
            for (const make of [() => globalThis.eval('1'), () => new Function('return 1')()]) {
              try {
                make()
                outcomes.push('ran')
              } catch (error) {
                outcomes.push((error as Error).name)
              }
            }
            resolve(outcomes)
          })
        }),
    )
    expect(seen).toEqual(['EvalError', 'EvalError'])
  })

  it('reaches no other origin by image, fetch, frame, form, font or socket', async () => {
    const broken = await running.page.evaluate(async () => {
      const directives = new Set<string>()
      const wanted = ['img-src', 'connect-src', 'frame-src', 'form-action', 'object-src']
      const all = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          directives.add(event.effectiveDirective)
          if (wanted.every((one) => directives.has(one))) resolve()
        })
      })
      const add = <K extends keyof HTMLElementTagNameMap>(
        tag: K,
        set: (e: HTMLElementTagNameMap[K]) => void,
      ) => {
        const element = document.createElement(tag)
        set(element)
        document.body.append(element)
        return element
      }
      const outside = 'http://127.0.0.1:9/'
      const made = [
        add('img', (e) => {
          e.src = `${outside}x.png`
        }),
        add('iframe', (e) => {
          e.src = outside
        }),
        add('object', (e) => {
          e.data = outside
        }),
        add('form', (e) => {
          e.action = outside
          e.method = 'post'
        }),
      ]
      ;(made[3] as HTMLFormElement).submit()
      await fetch(outside).catch(() => undefined)
      try {
        new WebSocket('ws://127.0.0.1:9/').close()
      } catch {
        // Refused at once: as good.
      }
      await all
      for (const element of made) element.remove()
      return [...directives].sort()
    })
    expect(broken).toEqual(expect.arrayContaining(['connect-src', 'frame-src', 'img-src', 'object-src']))
  })

  it('stands on every answer of the bundle, which gives nothing beside its own files', async () => {
    const seen = await running.page.evaluate(async () => {
      const get = async (address: string, method = 'GET') => {
        const response = await fetch(address, { method }).catch(() => undefined)
        return [
          response?.status ?? 0,
          response?.headers.get('content-security-policy')?.startsWith("default-src 'none'") ?? false,
          response?.headers.get('x-content-type-options') ?? '',
        ].join(' ')
      }
      return {
        page: await get('app://bundle/index.html'),
        root: await get('app://bundle/'),
        missing: await get('app://bundle/nothing.js'),
        up: await get('app://bundle/..%2f..%2fpackage.json'),
        upTwice: await get('app://bundle/%252e%252e/package.json'),
        main: await get('app://bundle/..%2fmain%2findex.js'),
        back: await get('app://bundle/..%5cmain%5cindex.js'),
        zero: await get('app://bundle/index.html%00.js'),
        post: await get('app://bundle/index.html', 'POST'),
        otherHost: await get('app://other/index.html'),
      }
    })
    const none = '404 true nosniff'
    expect(seen).toEqual({
      page: '200 true nosniff',
      root: '200 true nosniff',
      missing: none,
      up: none,
      upTwice: none,
      main: none,
      back: none,
      zero: none,
      post: none,
      otherHost: '0 false ',
    })
  })
})

describe('leaving', () => {
  it.each(['http://127.0.0.1:9/', 'file:///etc/hostname', 'data:text/html,x', 'app://other/index.html'])(
    'does not navigate to %s',
    async (address) => {
      const before = running.page.url()
      await running.page.evaluate((to) => {
        location.href = to
      }, address)
      // A call that is answered afterwards shows that the page is still the one that asked.
      expect((await running.ask('app.info')).ok).toBe(true)
      expect(running.page.url()).toBe(before)
    },
  )

  it('opens no window, and an outside address only after a yes', async () => {
    await running.app.evaluate(({ dialog, shell }) => {
      const seen = { asked: [] as string[], opened: [] as string[], answer: 1 }
      Object.assign(globalThis, { seen })
      dialog.showMessageBox = (async (...given: { detail?: string }[]) => {
        seen.asked.push(given.at(-1)?.detail ?? '')
        return { response: seen.answer, checkboxChecked: false }
      }) as unknown as typeof dialog.showMessageBox
      shell.openExternal = async (url) => {
        seen.opened.push(url)
      }
    })
    const seen = () =>
      running.app.evaluate(
        () => (globalThis as unknown as { seen: { asked: string[]; opened: string[] } }).seen,
      )
    const open = (address: string) => running.page.evaluate((to) => window.open(to) === null, address)
    for (const address of [
      'http://127.0.0.1:9/',
      'file:///etc/hostname',
      'javascript:alert(1)',
      'mailto:a@b.c',
    ]) {
      expect(await open(address)).toBe(true)
    }
    expect(await seen()).toMatchObject({ asked: [], opened: [] })

    await open('https://example.invalid/no')
    await expect.poll(async () => (await seen()).asked).toEqual(['https://example.invalid/no'])
    await running.app.evaluate(() => {
      ;(globalThis as unknown as { seen: { answer: number } }).seen.answer = 0
    })
    await open('https://example.invalid/yes')
    await expect.poll(async () => (await seen()).opened).toEqual(['https://example.invalid/yes'])
    expect(running.app.windows()).toHaveLength(1)
  })
})

it('grants no permission', async () => {
  const seen = await running.page.evaluate(async () => {
    const words = (promise: Promise<unknown>) =>
      promise.then(
        () => 'granted',
        (error: Error) => error.name,
      )
    return {
      camera: await words(navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
      place: await new Promise<string>((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          (error) => resolve(String(error.code)),
        ),
      ),
      notice: await Notification.requestPermission(),
      clipboard: await words(navigator.clipboard.readText()),
    }
  })
  expect(seen).toEqual({
    camera: 'NotAllowedError',
    place: '1',
    notice: 'denied',
    clipboard: 'NotAllowedError',
  })
})
