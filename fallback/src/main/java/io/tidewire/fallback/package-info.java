/// The SockJS protocol 0.3, an extension of it that loses nothing, and short polling, behind any
/// route of a server.
///
/// [Fallback#sockJs] is where to begin.
///
/// ```
///             ┌ which URL?                ┌ one at a time, and what it is sent
///  request ─► Fallback ─► Requests ─► Receiving ─┐
///                              │                 Session: a WebSocket like any other
///                              └─ Payload ─► Inflow ─┘
/// ```
package io.tidewire.fallback;
