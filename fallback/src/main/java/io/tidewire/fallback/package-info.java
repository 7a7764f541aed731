/// The SockJS protocol 0.3 and short polling, behind any route of a server.
///
/// [Fallback#sockJs] is where to begin.
///
/// ```
///             ┌ which url?     ┌ a response that waits
///  request ─► Fallback ─► Visit ─► Session ─► a WebSocket like any other
///                │                    ▲
///                └── Payload ─────────┘  messages of an xhr_send
/// ```
package io.tidewire.fallback;
