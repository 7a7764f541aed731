/// The types that a user of WebSocket meets on both sides: a connection, its messages, its
/// handlers, its options.
package io.tidewire;
