import type { Plugin } from 'vite'

export function packageFolder(module: string): string | undefined
export function licences(wish?: { readonly more?: readonly string[] }): Plugin
export function scoped(root: string, scope: string): string[]
