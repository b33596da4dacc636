import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { CALL_CHANNEL, PUSH_CHANNEL } from '#core/contract/channels.ts'

/** All that the window can reach. It knows no call by name, so it does not grow with the program. */
contextBridge.exposeInMainWorld('looptool', {
  /** Answers `{ok, data}` or `{ok, failure}`; which names there are is said by core/contract. */
  call: (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke(CALL_CHANNEL, name, input),

  /** Hears everything that the engine says unasked; gives back a function that ends it. */
  on: (listener: (name: string, payload: unknown) => void): (() => void) => {
    const heard = (_event: unknown, name: string, payload: unknown) => listener(name, payload)
    ipcRenderer.on(PUSH_CHANNEL, heard)
    return () => ipcRenderer.removeListener(PUSH_CHANNEL, heard)
  },

  /** Where a dropped file lies on disk; empty for one that lies nowhere. */
  pathForFile: (file: File): string => webUtils.getPathForFile(file),
})
