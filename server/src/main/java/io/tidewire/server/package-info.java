/// The WebSocket server: listens, routes, decides on handshakes, drains.
package io.tidewire.server;
