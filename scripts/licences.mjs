// A build plugin: writes licences.json beside the bundle, with every package of which a line is in it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The package folder that a module lies in, or undefined for a module of this project. */
export function packageFolder(module) {
  const path = module.split('?')[0].replace(/^\0/, '').replaceAll('\\', '/')
  const from = path.lastIndexOf('/node_modules/')
  if (from < 0) return undefined
  const [scope, name] = path.slice(from + '/node_modules/'.length).split('/')
  const base = path.slice(0, from + '/node_modules/'.length)
  return scope.startsWith('@') ? `${base}${scope}/${name}` : `${base}${scope}`
}

function licenceOf(folder) {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
  const said = about.license ?? about.licenses
  return {
    name: about.name,
    version: about.version,
    licence: typeof said === 'string' ? said : (said?.type ?? said?.[0]?.type ?? ''),
    text: file ? readFileSync(join(folder, file), 'utf8') : '',
  }
}

/**
 * @param {{ more?: readonly string[] }} [wish] more: folders of packages that are shipped beside the bundle
 * @returns {import('vite').Plugin}
 */
export function licences({ more = [] } = {}) {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((part) =>
        part.type === 'chunk' ? Object.keys(part.modules) : [],
      )
      const folders = new Set([...modules.flatMap((module) => packageFolder(module) ?? []), ...more])
      const list = [...folders].filter((folder) => existsSync(join(folder, 'package.json'))).map(licenceOf)
      list.sort((a, b) => (a.name < b.name ? -1 : 1))
      this.emitFile({ type: 'asset', fileName: 'licences.json', source: `${JSON.stringify(list)}\n` })
    },
  }
}

/** Folders of the packages in a scope that are installed here. */
export function scoped(root, scope) {
  const folder = join(root, 'node_modules', scope)
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
}
