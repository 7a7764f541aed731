export { ReconnectingWebSocket, type ReconnectingWebSocketEventMap } from './reconnecting-websocket.js';
export { StateEvent, type State } from './events.js';
export { mayHeal, type Closed, type Heartbeat, type Options, type Transport } from './options.js';
export type { Data } from './message.js';
