export {
  type AdapterSubject,
  type AdapterSuiteOptions,
  adapterSuite,
  type HostListener,
  type HostOptions,
  type Leftover,
} from './adapter-suite.ts'
export { type Check, type Conviction, convictions } from './checks.ts'
export { type Delivered, type DeliverOptions, deliver, toRequest } from './deliver.ts'
export { type ExampleEvent, type ExampleOptions, exampleProvider } from './example-provider.ts'
export { fakeEvent } from './fake-event.ts'
export {
  type FakeAnswer,
  type FakeRequest,
  type FakeServer,
  type Fault,
  jsonAnswer,
  startFakeServer,
} from './fake-server.ts'
export { type ExpectedEvent, type Fixture, type FixtureOutcome, loadFixtures } from './fixtures.ts'
export {
  type InboxSettings,
  type InboxSubject,
  type InboxSuiteOptions,
  inboxSuite,
} from './inbox-suite.ts'
export { type ProviderSubject, providerSuite } from './provider-suite.ts'
export { type Sent, send } from './send.ts'
export {
  createSimulator,
  type SimulatedDelivery,
  type SimulationOptions,
  type Simulator,
  type SimulatorDefinition,
  type SimulatorOptions,
  type Template,
  withQuery,
} from './simulator.ts'
