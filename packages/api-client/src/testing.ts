/** For tests: reach a fake service on this machine, and let no test wait. */
export { type LocalTransportOptions, localTransport } from './testing/local-transport.ts'
export { type ManualClock, manualClock } from './testing/manual-clock.ts'
