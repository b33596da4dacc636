import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { licences, scoped } from './scripts/licences.mjs'

const at = (path: string) => join(import.meta.dirname, path)

export default defineConfig({
  main: {
    plugins: [licences({ more: [...scoped(import.meta.dirname, '@duckdb'), at('node_modules/electron')] })],
    build: {
      outDir: 'out/main',
      // Everything is bundled (a faster start, a smaller package) but what has native parts; those of ssh2 are optional.
      externalizeDeps: false,
      rollupOptions: {
        external: ['electron', /^@duckdb\//, 'cpu-features', /\.node$/],
        input: {
          index: at('main/index.ts'),
          'engine-process': at('main/engine-process.ts'),
          'small-policy-process': at('main/small-policy-process.ts'),
          'nano-worker': at('main/engine/inference/nano/worker.ts'),
          'store-worker': at('main/engine/project/store-worker.ts'),
          'token-worker': at('main/engine/tokenizer/token-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('preload/index.ts') },
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), licences()],
    build: { outDir: 'out/renderer', rollupOptions: { input: { index: at('renderer/index.html') } } },
  },
})
