import { InvalidArgumentError } from 'commander'

/** Reads an option that is a number of things. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (number >= least) return number
    throw new InvalidArgumentError(`It must be a whole number, ${least} or more.`)
  }
}
