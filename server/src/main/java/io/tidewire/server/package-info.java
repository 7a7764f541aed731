/// The WebSocket server: listens, routes, decides on handshakes, answers plain HTTP, drains.
///
/// [WebSocketServer#builder] is where to begin.
///
/// ```
///              ┌ plain, TLS or neither?    ┌ one request at a time      ┌ what to answer
///  socket ──► FirstByte ──► (TLS) ──► RequestDecoder ──► HttpHandler ──► Application
///                                                            │  refused: LingeringClose
///                                                            └─ 101: the handlers above leave,
///                                                               io.tidewire.connection takes over
/// ```
package io.tidewire.server;
