import {spawn} from 'node:child_process'
import path from 'node:path'
import {pathToFileURL} from 'node:url'

import {ROOT} from './cli.js'

interface Position {
  readonly line: number
  readonly character: number
}
export interface Diagnostic {
  readonly message: string
  readonly range: {readonly start: Position; readonly end: Position}
}
export interface CompletionItem {
  readonly label: string
  readonly insertText?: string
  readonly documentation?: unknown
}

/** Editors' own server for YAML, over stdio. */
export interface LanguageServer {
  /** Opens a document, as an editor with unsaved text does; its diagnostics. */
  open(file: string, text: string): Promise<readonly Diagnostic[]>
  complete(file: string, position: Position): Promise<readonly CompletionItem[]>
  /** The text of what is shown when the pointer rests there. */
  hover(file: string, position: Position): Promise<string>
  stop(): Promise<void>
}

type Message = {id?: number; method?: string; params?: unknown; result?: unknown; error?: unknown}

const uri = (file: string): string => pathToFileURL(file).href

/** Starts the yaml-language-server of node_modules. Files name their schema in their first line. */
export async function startLanguageServer(folder: string): Promise<LanguageServer> {
  const child = spawn(
    process.execPath,
    [path.join(ROOT, 'node_modules/yaml-language-server/bin/yaml-language-server'), '--stdio'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const answers = new Map<number, (message: Message) => void>()
  const diagnosed = new Map<string, (found: readonly Diagnostic[]) => void>()
  let lastId = 0

  const send = (message: Message): void => {
    const body = JSON.stringify({jsonrpc: '2.0', ...message})
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }
  const ask = async <T>(method: string, params: unknown): Promise<T> => {
    const id = ++lastId
    const answer = new Promise<Message>((resolve) => answers.set(id, resolve))
    send({id, method, params})
    const {result, error} = await answer
    if (error !== undefined) throw new Error(JSON.stringify(error))
    return result as T
  }
  const take = (message: Message): void => {
    const {id, method, params} = message
    if (method === undefined && id !== undefined) answers.get(id)?.(message)
    else if (method === 'textDocument/publishDiagnostics') {
      const {uri: about, diagnostics} = params as {uri: string; diagnostics: Diagnostic[]}
      diagnosed.get(about)?.(diagnostics)
    } else if (id !== undefined) {
      // The server asks for settings; one empty answer for each item.
      const {items = []} = (params ?? {}) as {items?: unknown[]}
      send({id, result: method === 'workspace/configuration' ? items.map(() => ({})) : null})
    }
  }
  let buffer = Buffer.alloc(0)
  child.stdout.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      const head = buffer.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/.exec(buffer.toString('utf8', 0, Math.max(head, 0)))?.[1])
      if (head === -1 || buffer.length < head + 4 + length) break
      take(JSON.parse(buffer.toString('utf8', head + 4, head + 4 + length)) as Message)
      buffer = buffer.subarray(head + 4 + length)
    }
  })

  const markup = {completionItem: {documentationFormat: ['markdown'], snippetSupport: true}}
  await ask('initialize', {
    processId: process.pid,
    rootUri: uri(folder),
    workspaceFolders: [{uri: uri(folder), name: 'proposals'}],
    capabilities: {
      textDocument: {completion: markup, hover: {contentFormat: ['markdown']}},
      workspace: {configuration: true},
    },
  })
  send({method: 'initialized', params: {}})
  const at = (file: string, position: Position) => ({textDocument: {uri: uri(file)}, position})

  return {
    async open(file, text) {
      const found = new Promise<readonly Diagnostic[]>((resolve) => diagnosed.set(uri(file), resolve))
      send({
        method: 'textDocument/didOpen',
        params: {textDocument: {uri: uri(file), languageId: 'yaml', version: 1, text}},
      })
      return found
    },
    async complete(file, position) {
      const result = await ask<{items: CompletionItem[]} | null>('textDocument/completion', at(file, position))
      return result?.items ?? []
    },
    async hover(file, position) {
      const result = await ask<{contents: {value: string} | string} | null>('textDocument/hover', at(file, position))
      return typeof result?.contents === 'object' ? result.contents.value : (result?.contents ?? '')
    },
    async stop() {
      const ended = new Promise((resolve) => child.on('close', resolve))
      await ask('shutdown', null)
      send({method: 'exit'})
      await ended
    },
  }
}
