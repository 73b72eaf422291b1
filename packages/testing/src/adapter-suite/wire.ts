import { connect } from 'node:net'

/** A connection on which every byte is written by hand, and nothing is read before it is asked for. */
export interface Wire {
  /** Resolves when everything is out. */
  write(...parts: readonly (string | Uint8Array)[]): Promise<void>
  /** Resolves to all that was received as soon as it has that form; rejects if the connection ends before. */
  until(form: RegExp): Promise<string>
  /** Hangs up. */
  destroy(): void
}

export function openWire(origin: string): Wire {
  const { hostname: host, port } = new URL(origin)
  const socket = connect({ host, port: Number(port) }).setEncoding('latin1')
  // Told to whoever writes or reads next.
  socket.on('error', () => undefined)
  let received = ''

  async function until(form: RegExp): Promise<string> {
    while (!form.test(received)) {
      const text = await nextText()
      if (text === undefined) throw new Error(`The connection ended after ${JSON.stringify(received)}.`)
      received += text
    }
    return received
  }
  function nextText(): Promise<string | undefined> {
    return new Promise((resolve) => {
      if (socket.destroyed) resolve(undefined)
      socket.once('close', () => resolve(undefined))
      socket.once('data', (text: string) => {
        socket.pause()
        resolve(text)
      })
      socket.resume()
    })
  }
  return {
    write: (...parts) =>
      new Promise((resolve, reject) => {
        for (const part of parts.slice(0, -1)) socket.write(part)
        socket.write(parts.at(-1) ?? '', (error) => (error ? reject(error) : resolve()))
      }),
    until,
    destroy: () => void socket.destroy(),
  }
}

/** A request's head, each line as it is given. */
export function head(method: string, path: string, ...lines: readonly string[]): string {
  return [`${method} ${path} HTTP/1.1`, 'host: localhost', ...lines, '', ''].join('\r\n')
}
