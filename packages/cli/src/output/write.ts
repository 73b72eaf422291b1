/** Writes to stdout. Resolves when it is out, so that a delivery is acknowledged only after its event was printed. */
export function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
