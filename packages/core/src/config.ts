import type { ProviderList } from './contract.ts'
import type { ReceiverOptions } from './receiver/options.ts'
import type { SweepingOptions } from './receiver/receiver.ts'

/** What a receiver is made of, without handlers: one file for the server and for the command line. */
export interface Config<P extends ProviderList = ProviderList> extends ReceiverOptions<P> {
  readonly providers: P
}

/** A configuration with an inbox that remembers jobs, as sweeps need it. */
export interface SweepingConfig<P extends ProviderList = ProviderList> extends SweepingOptions<P> {
  readonly providers: P
}

/**
 * Gives back what it is given, with the types that `createReceiver(config.providers, config)` infers from: which events can come, and whether
 * there is a `sweep()`. `stt-webhooks.config.ts` exports it as default.
 */
export function defineConfig<const P extends ProviderList>(config: SweepingConfig<P>): SweepingConfig<P>
export function defineConfig<const P extends ProviderList>(config: Config<P>): Config<P>
export function defineConfig(config: Config): Config {
  return config
}
