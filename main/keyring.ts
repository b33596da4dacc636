import { safeStorage } from 'electron'
import type { Keyring } from './secrets.ts'

/** The system's keyring by Electron's asynchronous calls; on Linux a fixed password is as good as none. */
export const systemKeyring: Keyring = {
  async available() {
    if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false
    return typeof safeStorage.isAsyncEncryptionAvailable === 'function'
      ? safeStorage.isAsyncEncryptionAvailable().catch(() => false)
      : false
  },
  encrypt: (text) => safeStorage.encryptStringAsync(text),
  decrypt: async (bytes) => (await safeStorage.decryptStringAsync(Buffer.from(bytes))).result,
}
